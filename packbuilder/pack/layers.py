"""Carries the layers (optional content) of joined documents into the pack, hidden ones still hidden.

A layer is hidden only by the catalog's list of hidden layers (ISO 32000-1, 8.11.4). Joining pages
without that list would show what the author had switched off.
"""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name


def merge_layers(pack: pikepdf.Pdf, sources: Sequence[pikepdf.Pdf]) -> None:
    """Write the layers of every source, and which of them are hidden, into the pack's catalog.

    Call it after the pages are joined: the pack's own copies of the layers are then found again.
    """
    layers: list[pikepdf.Object] = []
    hidden: list[pikepdf.Object] = []
    exclusive: list[pikepdf.Object] = []
    usage: list[pikepdf.Object] = []
    for source in sources:
        properties = source.Root.get(Name.OCProperties)
        if not isinstance(properties, Dictionary):
            continue
        config = properties.get(Name.D)
        config = config if isinstance(config, Dictionary) else Dictionary()
        own_layers = _layers(properties.get(Name.OCGs))
        off = {layer.objgen for layer in _layers(config.get(Name.OFF))}
        on = {layer.objgen for layer in _layers(config.get(Name.ON))}
        starts_hidden = config.get(Name.BaseState) == Name.OFF
        for layer in own_layers:
            copy = pack.copy_foreign(layer)
            layers.append(copy)
            if layer.objgen in off or (starts_hidden and layer.objgen not in on):
                hidden.append(copy)
        exclusive.extend(_copied_groups(pack, config.get(Name.RBGroups)))
        usage.extend(_copied_usage(pack, config.get(Name.AS)))
    if not layers:
        return
    config = Dictionary(OFF=Array(hidden), Order=Array(layers))
    if exclusive:
        config[Name.RBGroups] = Array(exclusive)
    if usage:
        config[Name.AS] = Array(usage)
    pack.Root[Name.OCProperties] = Dictionary(OCGs=Array(layers), D=config)


def _layers(value: object) -> list[pikepdf.Object]:
    if not isinstance(value, Array):
        return []
    return [v for v in value if isinstance(v, Dictionary) and v.is_indirect]


def _copied_groups(pack: pikepdf.Pdf, groups: object) -> list[pikepdf.Object]:
    if not isinstance(groups, Array):
        return []
    return [Array([pack.copy_foreign(layer) for layer in _layers(group)]) for group in groups]


def _copied_usage(pack: pikepdf.Pdf, entries: object) -> list[pikepdf.Object]:
    """Copy the rules that show or hide layers for viewing or printing (8.11.4.4)."""
    if not isinstance(entries, Array):
        return []
    return [
        Dictionary(
            Event=entry.get(Name.Event, Name.View),
            Category=entry.get(Name.Category, Array()),
            OCGs=Array([pack.copy_foreign(layer) for layer in _layers(entry.get(Name.OCGs))]),
        )
        for entry in entries
        if isinstance(entry, Dictionary)
    ]
