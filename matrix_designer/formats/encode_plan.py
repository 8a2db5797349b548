"""Rules, flat prices, families, classes and menus to the records of design.json and back, exactly.

Knows both sides; refuses every record that the nouns refuse. No files.
"""

from __future__ import annotations

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.family import Averaged, Family
from matrix_designer.core.flat_price import CompetitorPrice, FlatPrice
from matrix_designer.core.menu import MenuPart, ServiceMenu
from matrix_designer.core.money import PIECE, amount_text, quantity_text
from matrix_designer.core.part_class import PartClass
from matrix_designer.core.plan import (
    ANYTHING,
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    ByPercent,
    Conditions,
    LeftAlone,
    Rule,
    Span,
    Treatment,
)
from matrix_designer.formats.encode_matrix import (
    DAMAGED_HINT,
    exact,
    factor_of,
    factor_record,
    maybe,
    units,
)
from matrix_designer.formats.schema_plan import (
    AloneTreatment,
    AveragedRecord,
    ClassRecord,
    CompetitorRecord,
    ConditionsRecord,
    FamilyRecord,
    FamilyTreatment,
    FlatPriceRecord,
    FlatTreatment,
    MatrixTreatment,
    MenuPartRecord,
    MenuRecord,
    PercentTreatment,
    RuleRecord,
    SpanRecord,
    TreatmentRecord,
)

_FLAT, _FAMILY, _ALONE = FlatTreatment(), FamilyTreatment(), AloneTreatment()


def rule_record(rule: Rule) -> RuleRecord:
    """Turn a rule into its record."""
    return RuleRecord(
        _treatment_record(rule.treatment),
        None if rule.conditions == ANYTHING else _conditions_record(rule.conditions),
        rule.name,
        rule.is_enabled,
        rule.starts,
        rule.ends,
        rule.note,
    )


def rule_of(record: RuleRecord) -> Rule:
    """Turn a record into a rule."""
    return Rule(
        _treatment_of(record.treatment),
        ANYTHING if record.conditions is None else _conditions_of(record.conditions),
        record.name,
        record.enabled,
        record.starts,
        record.ends,
        record.note,
    )


def _treatment_record(treatment: Treatment) -> TreatmentRecord:
    if isinstance(treatment, ByMatrix):
        return MatrixTreatment(treatment.matrix)
    if isinstance(treatment, ByPercent):
        return PercentTreatment(treatment.basis, exact(treatment.percent))
    if isinstance(treatment, ByFlatPrice):
        return _FLAT
    return _FAMILY if isinstance(treatment, ByFamily) else _ALONE


def _treatment_of(record: TreatmentRecord) -> Treatment:
    if isinstance(record, MatrixTreatment):
        return ByMatrix(record.matrix)
    if isinstance(record, PercentTreatment):
        return ByPercent(record.basis, units(record.percent))
    if isinstance(record, FlatTreatment):
        return ByFlatPrice()
    return ByFamily() if isinstance(record, FamilyTreatment) else LeftAlone()


def _conditions_record(conditions: Conditions) -> ConditionsRecord:
    return ConditionsRecord(
        sources=conditions.sources,
        groups=conditions.groups,
        classes=conditions.classes,
        sale_classes=conditions.sale_classes,
        customer_types=conditions.customer_types,
        pay_types=conditions.pay_types,
        vendors=conditions.vendors,
        channels=conditions.channels,
        parts=conditions.parts,
        descriptions=conditions.descriptions,
        cost=maybe(_span_record, conditions.cost),
        list_price=maybe(_span_record, conditions.list_price),
    )


def _conditions_of(record: ConditionsRecord) -> Conditions:
    return Conditions(
        sources=record.sources,
        groups=record.groups,
        classes=record.classes,
        sale_classes=record.sale_classes,
        customer_types=record.customer_types,
        pay_types=record.pay_types,
        vendors=record.vendors,
        channels=record.channels,
        parts=record.parts,
        descriptions=record.descriptions,
        cost=maybe(_span_of, record.cost),
        list_price=maybe(_span_of, record.list_price),
    )


def _span_record(span: Span) -> SpanRecord:
    return SpanRecord(amount_text(span.low), maybe(amount_text, span.high))


def _span_of(record: SpanRecord) -> Span:
    return Span(units(record.from_), maybe(units, record.to))


def flat_price_record(price: FlatPrice) -> FlatPriceRecord:
    """Turn a flat price into its record."""
    return FlatPriceRecord(
        price.part,
        amount_text(price.price),
        price.description,
        maybe(amount_text, price.cost),
        price.reviewed,
        price.by,
        price.is_locked,
        price.agreed,
        tuple(
            CompetitorRecord(each.competitor, amount_text(each.price), each.seen)
            for each in price.competitors
        ),
    )


def flat_price_of(record: FlatPriceRecord) -> FlatPrice:
    """Turn a record into a flat price."""
    return FlatPrice(
        record.part,
        units(record.price),
        record.description,
        maybe(units, record.cost),
        record.reviewed,
        record.by,
        record.locked,
        record.agreed,
        tuple(
            CompetitorPrice(each.competitor, units(each.price), each.seen)
            for each in record.competitors
        ),
    )


def family_record(family: Family) -> FamilyRecord:
    """Turn a family into its record."""
    return FamilyRecord(
        family.name,
        family.parts,
        family.descriptions,
        family.sources,
        family.excluded,
        maybe(amount_text, family.price),
        maybe(factor_record, family.factor),
        maybe(_averaged_record, family.averaged),
        family.agreed,
    )


def family_of(record: FamilyRecord) -> Family:
    """Turn a record into a family."""
    return Family(
        record.name,
        record.parts,
        record.descriptions,
        record.sources,
        record.excluded,
        maybe(units, record.price),
        maybe(factor_of, record.factor),
        maybe(_averaged_of, record.averaged),
        record.agreed,
    )


def _averaged_record(averaged: Averaged) -> AveragedRecord:
    return AveragedRecord(averaged.cost, averaged.pieces)


def _averaged_of(record: AveragedRecord) -> Averaged:
    return Averaged(record.cost, record.pieces)


def class_record(entry: tuple[str, PartClass]) -> ClassRecord:
    """Turn the class of a source or a part into its record."""
    return ClassRecord(*entry)


def class_of(record: ClassRecord) -> tuple[str, PartClass]:
    """Turn a record into the class of a source or a part."""
    return record.name, record.class_


def menu_record(menu: ServiceMenu) -> MenuRecord:
    """Turn a service menu into its record."""
    return MenuRecord(
        menu.name,
        amount_text(menu.price),
        tuple(_menu_part_record(part) for part in menu.parts),
        menu.note,
    )


def menu_of(record: MenuRecord) -> ServiceMenu:
    """Turn a record into a service menu."""
    return ServiceMenu(
        record.name,
        units(record.price),
        tuple(_menu_part_of(part) for part in record.parts),
        record.note,
    )


def _menu_part_record(part: MenuPart) -> MenuPartRecord:
    return MenuPartRecord(
        part.part,
        quantity_text(part.quantity),
        part.description,
        part.source,
        maybe(amount_text, part.cost),
        maybe(amount_text, part.list_price),
    )


def _menu_part_of(record: MenuPartRecord) -> MenuPart:
    return MenuPart(
        record.part,
        _quantity(record.quantity),
        record.description,
        record.source,
        maybe(units, record.cost),
        maybe(units, record.list_price),
    )


def _quantity(text: str) -> int:
    """Read a quantity into thousandths; the schema has checked its form."""
    whole, _, decimals = text.partition(".")
    return int(whole) * PIECE + int(decimals.ljust(3, "0"))


def damaged_plan(what: str) -> MatrixDesignerError:
    """Say that a record is none that this program writes."""
    return MatrixDesignerError("The design in this file is damaged", what, DAMAGED_HINT)
