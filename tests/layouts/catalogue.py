"""The twenty-five files: twenty that are read as they are, five that ask one question.

Imports nothing of the package; the tests that read the files lie elsewhere.
"""

from __future__ import annotations

from tests.layouts import histories as h
from tests.layouts import listings
from tests.layouts.histories import Layout

READ = (
    Layout("reynolds.csv", h.reynolds, "Reynolds custom report, Parts Sales"),
    Layout("reynolds-bare.csv", h.reynolds_without_header, "Reynolds custom report, Parts Sales"),
    Layout("ro-summary.csv", h.ro_writer_summary, "R.O. Writer Parts Sales History Summary"),
    Layout("ro-itemized.csv", h.ro_writer_itemized, "R.O. Writer Itemized Sales"),
    Layout("shopmonkey.csv", h.shopmonkey, "Shopmonkey part line"),
    Layout("reynolds-service.csv", listings.reynolds_service, "Reynolds Service Sales"),
    Layout("inventory.TXT", listings.oec, "OEC inventory file"),
    Layout("ari.csv", listings.ari, "ARI price import"),
    Layout("pcfile.txt", listings.intellidealer, "IntelliDealer PC file"),
    Layout("tape318.txt", listings.international_tape, "International price tape 118/318"),
    Layout("chassis.txt", listings.chassis_tape, "Chassis tape"),
    Layout("carrier.txt", listings.carrier_tape, "Carrier tape"),
    Layout("single.txt", listings.single_price_tape, "Single-price tape"),
    Layout("codis.csv", listings.codis, "CODIS generic price record"),
    Layout("perfection.TXT", listings.perfection, "Perfection external price file"),
    Layout("mercedes.csv", listings.mercedes, "Mercedes price file"),
    Layout("semicolons.csv", h.semicolons),
    Layout("report.txt", h.printed_report),
    Layout("ranking.xlsx", h.monthly_workbook),
    Layout("columns.prn", h.printed_columns),
)
ASK = (
    Layout(
        "usage.csv",
        h.tekmetric,
        "Tekmetric Parts Usage report",
        '[columns]\nro = "Job"\npart = "Bauteil"\ndescription = "Text"\nquantity = "Menge"\n'
        'cost = "EK"\nsold = "VK"\n',
        "cost",
    ),
    Layout(
        "service_v1_1234_parts_1503711531.csv",
        h.dynatron,
        "Dynatron Shopdata",
        "[columns]\npart = 1\nro = 2\ncost = 3\nsold = 4\nquantity = 5\n",
        "cost",
    ),
    Layout("thousands.txt", h.whole_thousands, "", 'decimal = "."\n', "comma"),
    Layout(
        "bare.txt",
        h.without_header,
        "",
        "header = 0\n[columns]\nsold = 1\npart = 2\nro = 3\nline = 4\nquantity = 5\ncost = 6\n"
        "date = 7\n",
        "header",
    ),
    Layout(
        "packed.txt",
        h.packed_columns,
        "",
        '[positions]\npart = "1-10"\nquantity = "11-14"\ncost = "15-23"\nsold = "24-32"\n'
        'date = "33-40"\n[implied]\ncost = 2\nsold = 2\n',
        "header",
    ),
)
LAYOUTS = READ + ASK
