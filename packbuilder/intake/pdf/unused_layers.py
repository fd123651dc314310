"""Takes the layers that no page has any more out of a document's lists, which say their names.

Serves ``cleaning`` and ``fitted``, once what pages do not use has been dropped from their resources.
"""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name

from packbuilder.intake.pdf.form_fields import ObjGen
from packbuilder.intake.pdf.layers import default_configuration, groups_in, layers_of


def drop_unused_layers(pdf: pikepdf.Pdf) -> None:
    """Take the layers that no page has out of the document's lists, which say their names."""
    layers = layers_of(pdf)
    if not layers:
        return
    used = _reached_from_pages(pdf)
    if not used.intersection(layer.group.objgen for layer in layers):
        del pdf.Root[Name.OCProperties]
        return
    properties = pdf.Root[Name.OCProperties]
    properties[Name.OCGs] = _only(properties.get(Name.OCGs), used)
    config = default_configuration(pdf)
    for key in (Name.OFF, Name.ON, Name.Locked, Name.Order):
        if key in config:
            config[key] = _only(config[key], used)
    exclusive = config.get(Name.RBGroups)
    if isinstance(exclusive, Array):
        config[Name.RBGroups] = Array([_only(groups, used) for groups in exclusive])
    rules = config.get(Name.AS)
    for rule in rules if isinstance(rules, Array) else ():
        rule[Name.OCGs] = _only(rule.get(Name.OCGs), used)


def _only(groups: object, used: set[ObjGen]) -> Array:
    return Array([group for group in groups_in(groups) if group.objgen in used])


def _reached_from_pages(pdf: pikepdf.Pdf) -> set[ObjGen]:
    """Return every object that the pages lead to, except the tree that holds the pages."""
    reached: set[ObjGen] = set()
    stack: list[object] = [page.obj for page in pdf.pages]
    pages = {page.obj.objgen for page in pdf.pages}
    while stack:
        thing = stack.pop()
        if not isinstance(thing, Array | Dictionary | pikepdf.Stream):
            continue
        if thing.is_indirect:
            if thing.objgen in reached:
                continue
            reached.add(thing.objgen)
        if isinstance(thing, Array):
            stack.extend(thing)
            continue
        is_page = thing.is_indirect and thing.objgen in pages
        stack.extend(value for key, value in thing.items() if not (is_page and key == "/Parent"))
    return reached
