"""Which columns name persons' details: names, phones, addresses, numbers of cars and licences.

Pure functions of a header. Such columns are left out of every import unless somebody asks for
them; what is not known here is left out as well, for it is no field of a sales line.
"""

from __future__ import annotations

import re

_WHOLE = frozenset(
    (
        *("name", "first", "last", "middle", "address", "addr", "street", "city", "state", "zip"),
        *("zipcode", "postal", "province", "country", "phone", "mobile", "cell", "fax", "pager"),
        *("beeper", "email", "mail", "birth", "birthday", "dob", "ssn", "vin", "plate", "license"),
        *("licence", "customer", "cust", "owner", "buyer", "payer", "consignee"),
    )
)
_PARTS = (
    *("firstname", "lastname", "fullname", "middlename", "custname", "customername", "ownername"),
    *("customerid", "customerno", "customernumber", "custno", "custid", "address", "street"),
    *("phone", "email", "beeper", "pager", "birth", "zipcode", "postal", "licenseplate", "contact"),
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_NOT_PERSONS = frozenset({"part", "item", "product", "type", "class", "source", "group", "store"})


def is_personal(header: str) -> bool:
    """Tell whether a column's name says that it holds a person's details."""
    words = [word.casefold() for word in _WORD.findall(header)]
    if _NOT_PERSONS.intersection(words):
        return False
    joined = "".join(words)
    return any(part in joined for part in _PARTS) or bool(_WHOLE.intersection(words))
