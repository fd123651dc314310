"""A mistake in a description is told so that it can be mended: where it is, what it is, what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from packbuilder.errors import PackBuilderError
from packbuilder.storage.description import meeting_from_toml

HEAD = 'format = 1\ncouncil = "Anytown Council"\nbody = "Cabinet"\ndate = 2026-06-18\n'

ITEM = '[[item]]\ntitle = "Apologies"\n[[item]]\ntitle = "New homes"\n'

DOCUMENT = f'{ITEM}[[item.document]]\nfile = "report.pdf"\n'


def refused(text: str) -> PackBuilderError:
    with pytest.raises(PackBuilderError) as caught:
        meeting_from_toml(text, Path("/meetings/june.toml"))
    return caught.value


MISTAKES = [
    # The whole.
    ('council = "A"\nbody = "B"\ndate = 2026-06-18\n', "format is missing.", "Add a line format = ..."),
    (HEAD.replace("= 1", "= 0"), "format is 0.", "Write format = 1."),
    (HEAD.replace("= 1", '= "1"'), "format should be a whole number and is text.", "the number alone"),
    (
        HEAD.replace("= 1", "= 1.5"),
        "format should be a whole number and is a number with a point.",
        "the number alone",
    ),
    (
        HEAD.replace("= 1", "= true"),
        "format should be a whole number and is true or false.",
        "the number alone",
    ),
    (HEAD.replace("Cabinet", " "), "body is empty.", "Write the body's name."),
    (HEAD.replace("Anytown Council", ""), "council is empty.", "Write the council's name."),
    ('format = 1\nbody = "B"\ndate = 2026-06-18\n', "council is missing.", "Add a line council = ..."),
    ('format = 1\ncouncil = "A"\nbody = "B"\n', "date is missing.", "Add a line date = ..."),
    # Unknown keys.
    (f'{HEAD}councli = "A"\n', "councli is not a key", "Did you mean council?"),
    (f'{HEAD}agenda-style = "list"\n', "agenda-style is not a key", "Did you mean agenda_style?"),
    (f"{HEAD}{ITEM}minuets = 5\n", "item 2 (New homes): minuets is not a key", "Did you mean minutes?"),
    (f"{HEAD}{ITEM}zzz = 5\n", "item 2 (New homes): zzz is not a key", "title, description, lead"),
    (
        f'{HEAD}{DOCUMENT}tilte = "x"\n',
        "item 2 (New homes), document 1 (report.pdf): tilte is not a key",
        "Did you mean title?",
    ),
    (
        f'{HEAD}{ITEM}[[item.part]]\ntitle = "Costs"\nzzz = 1\n',
        "item 2 (New homes), part 1 (Costs): zzz is not a key",
        "The keys there are title, presenters, form.",
    ),
    (f'{HEAD}[administrator]\nmail = "x"\n', "administrator: mail is not a key", "Did you mean email?"),
    (f'{HEAD}[[member]]\nname = "Ann"\nrank = 1\n', "member 1 (Ann): rank is not a key", "name, role"),
    # Missing keys.
    (f'{HEAD}{ITEM}[[item]]\nlead = "Ann"\n', "item 3: title is missing.", "Add a line title = ..."),
    (
        f'{HEAD}{ITEM}[[item.document]]\ntitle = "Map"\n',
        "item 2 (New homes), document 1 (Map): file is missing.",
        "Add a line file",
    ),
    (f'{HEAD}[[member]]\nrole = "x"\n', "member 1: name is missing.", "Add a line name = ..."),
    (f'{HEAD}[[notice]]\nheading = "Fire"\n', "notice 1 (Fire): text is missing.", "Add a line text"),
    (f'{HEAD}[[action]]\nnumber = "1/2"\n', "action 1 (1/2): action is missing.", "Add a line action"),
    # Wrong types.
    (f'{HEAD}time = "14:00:00"\n', "time should be a clock time and is text.", "without quotation marks"),
    (f"{HEAD}time = 14\n", "time should be a clock time and is a whole number.", "Write it as 14:00:00"),
    (
        HEAD.replace("06-18", "06-18T10:00:00"),
        "date should be a date and is a date with a time.",
        "Write it as 2023-06-20",
    ),
    (HEAD.replace("2026-06-18", '"2026-06-18"'), "date should be a date and is text.", "without quotation"),
    (f'{HEAD}{ITEM}minutes = "5"\n', "item 2 (New homes): minutes should be a whole number and is text.", ""),
    (f"{HEAD}{ITEM}to_follow = 1\n", "to_follow should be true or false and is a whole", "Write true or"),
    (f"{HEAD}{ITEM}lead = 1\n", "item 2 (New homes): lead should be text", "Put it in quotation marks."),
    (f"{HEAD}[[item]]\ntitle = 7\n", "item 1: title should be text and is a whole number.", "quotation"),
    (
        f'{HEAD}{ITEM}recommendations = "Note it."\n',
        "item 2 (New homes): recommendations should be a list and is text.",
        "Put it in square brackets.",
    ),
    (
        f'{HEAD}{ITEM}recommendations = ["Note it.", 2]\n',
        "item 2 (New homes): entry 2 of recommendations should be text and is a whole number.",
        "Put it in quotation marks.",
    ),
    (
        f'{HEAD}[item]\ntitle = "A"\n',
        "[item] has one bracket on each side.",
        "Write [[item]] with two brackets.",
    ),
    (f"{HEAD}item = 3\n", "item is a whole number.", "Write [[item]] on"),
    (
        f'{HEAD}{ITEM}[item.document]\nfile = "x"\n',
        "item 2 (New homes): [item.document] has one bracket on each side.",
        "Write [[item.document]] with two brackets.",
    ),
    (
        f'{HEAD}[[administrator]]\nname = "A"\n',
        "[[administrator]] has two brackets on each side.",
        "Write [administrator] with one bracket",
    ),
    (f'{HEAD}[[action]]\nnumber = "1"\naction = 3\n', "action 1 (1): action should be text", "Put it in"),
    # Bad values.
    (f'{HEAD}agenda_style = "grid"\n', 'agenda_style is "grid".', 'Write one of "table", "list".'),
    (f'{HEAD}page_ranges = "5 to 14"\n', 'page_ranges is "5 to 14".', 'Did you mean "5 - 14"?'),
    (f'{HEAD}landscape_stamps = "up"\n', 'landscape_stamps is "up".', '"upright", "short edge"'),
    (f'{HEAD}{ITEM}form = "talk"\n', 'item 2 (New homes): form is "talk".', '"presentation", "verbal"'),
    (f'{HEAD}{ITEM}access = "secret"\n', 'item 2 (New homes): access is "secret".', '"confidential"'),
    (f'{HEAD}{DOCUMENT}role = "plan"\n', 'document 1 (report.pdf): role is "plan".', '"action log"'),
    (
        f'{HEAD}[[action]]\nnumber = "1"\naction = "x"\nstatus = "done"\n',
        'action 1 (1): status is "done".',
        '"outstanding", "completed"',
    ),
    (f"{HEAD}{ITEM}minutes = -1\n", "item 2 (New homes): minutes is -1.", "Write 0 to 1440."),
    (f"{HEAD}{ITEM}minutes = 1441\n", "item 2 (New homes): minutes is 1441.", "Write 0 to 1440."),
    (f'{HEAD}{ITEM}[[item]]\ntitle = " "\n', "item 3: title is empty.", "Give the item a title."),
    (f'{HEAD}item_numbers = "A"\n', 'item_numbers is "A"', 'printed: "1", "1." or "01"'),
    (f'{HEAD}minute_numbers = "A"\n', 'minute_numbers is "A"', 'printed: "01.", "42." or "67/23"'),
    (f'{HEAD}agenda_columns = ["Subject", "Colour"]\n', 'agenda_columns has "Colour"', "Use a heading with"),
    (f'{HEAD}agenda_columns = ["Item"]\n', "agenda_columns has no Subject column.", 'Add "Subject"'),
    (
        f'{HEAD}agenda_columns = ["Subject", "Title"]\n',
        'agenda_columns has two subject columns; the second is "Title".',
        "Take one of them out.",
    ),
    # Access.
    (
        f'{HEAD}{ITEM}access = "exempt"\n',
        "item 2 (New homes): it is exempt but names no",
        "exempt_paragraphs = [3]",
    ),
    (f"{HEAD}{ITEM}exempt_paragraphs = [3]\n", "names exempt_paragraphs but is open", 'access = "exempt"'),
    (
        f'{HEAD}{ITEM}access = "exempt"\nexempt_paragraphs = [3, 8]\n',
        "item 2 (New homes): exempt_paragraphs has 8; Schedule 12A has paragraphs 1 to 7.",
        "Name the paragraph",
    ),
    (
        f'{HEAD}{DOCUMENT}access = "exempt"\n',
        "item 2 (New homes), document 1 (report.pdf): it is exempt but names no paragraph",
        "exempt_paragraphs = [3]",
    ),
    # What becomes of pages.
    (
        f'{HEAD}{DOCUMENT}pages = "1-x"\n',
        'item 2 (New homes), document 1 (report.pdf): pages: "1-x" is not a page or a run of pages, such as',
        'Write pages and runs of them, as pages = "1-4, 6".',
    ),
    (f'{HEAD}{DOCUMENT}pages = "0"\n', "pages: There is no page 0: pages count from 1.", 'as pages = "1-4'),
    (f'{HEAD}{DOCUMENT}pages = "6-4"\n', "pages: 6-4 runs backwards: write 4-6.", 'as pages = "1-4, 6".'),
    (f"{HEAD}{DOCUMENT}pages = 3\n", "pages should be text and is a whole number.", "quotation marks"),
    (f"{HEAD}{DOCUMENT}pages = 1-4\n", "pages = 1-4: the text has no quotation marks.", "quotation marks"),
    (
        f'{HEAD}{DOCUMENT}picture_pages = "last"\n',
        'document 1 (report.pdf): picture_pages: "last" is not a page',
        'as picture_pages = "1-4, 6".',
    ),
    (
        f"{HEAD}{DOCUMENT}rotate = 90\n",
        "rotate should be pages in curly brackets, with their degrees and is a whole number.",
        "Write rotate = {3 = 90}: page 3 is turned 90 degrees clockwise.",
    ),
    (f"{HEAD}{DOCUMENT}rotate = 3 to 90\n", "rotate should be pages in curly brackets", "Write rotate = {3"),
    (
        f'{HEAD}{DOCUMENT}rotate = {{3 = "90"}}\n',
        "document 1 (report.pdf): a turn in rotate should be a whole number and is text.",
        "Write rotate = {3 = 90}",
    ),
    (f"{HEAD}{DOCUMENT}rotate = {{3 = 45}}\n", "rotate turns page 3 by 45.", "Write 90, 180 or 270"),
    (f"{HEAD}{DOCUMENT}rotate = {{3 = 0}}\n", "rotate turns page 3 by 0.", "Write 90, 180 or 270"),
    (f"{HEAD}{DOCUMENT}rotate = {{last = 90}}\n", 'rotate: "last" is not a page', "Write rotate = {3 = 90}"),
    (f'{HEAD}{DOCUMENT}rotate = {{"" = 90}}\n', "rotate names no page.", "Write rotate = {3 = 90}"),
    (
        f'{HEAD}{DOCUMENT}rotate = {{3 = 90, "1-4" = 180}}\n',
        "rotate has page 3 twice.",
        "Keep one of the two.",
    ),
    (
        f'{HEAD}{DOCUMENT}size = "A5"\n',
        'document 1 (report.pdf): size is "A5".',
        'Write one of "as it is", "A4 or A3", "A4".',
    ),
    (
        f'{HEAD}{DOCUMENT}drop_blank_end = "yes"\n',
        "drop_blank_end should be true or false and is text.",
        "Write true or false.",
    ),
    (
        f'{HEAD}{DOCUMENT}remedies = ["flatten", "redact"]\n',
        'document 1 (report.pdf): entry 2 of remedies is "redact".',
        'Write one of "accept changes", "drop comments", "flatten".',
    ),
    (
        f'{HEAD}{DOCUMENT}remedies = ["accept change"]\n',
        'entry 1 of remedies is "accept change".',
        'Did you mean "accept changes"?',
    ),
    (f'{HEAD}{DOCUMENT}remedies = "flatten"\n', "remedies should be a list and is text.", "square brackets"),
    (
        f'{HEAD}{DOCUMENT}looked_at = ["Tracked changes"]\n',
        'document 1 (report.pdf): looked_at has "Tracked changes".',
        'Did you mean "tracked-changes"?',
    ),
    (f'{HEAD}{DOCUMENT}looked_at = ["?"]\n', 'looked_at has "?".', 'such as "tracked-changes" or "marks".'),
    (f'{HEAD}{DOCUMENT}turn = "x"\n', "turn is not a key that is known there.", "Did you mean rotate?"),
    (f'{HEAD}{DOCUMENT}page = "1"\n', "page is not a key that is known there.", "Did you mean pages?"),
    # Files.
    (
        HEAD + DOCUMENT.replace("report.pdf", " "),
        "item 2 (New homes), document 1: file is empty.",
        "Name the file.",
    ),
    (
        HEAD + DOCUMENT.replace("report.pdf", r"C:\new\board.pdf"),
        "document 1 (C: ew oard.pdf): file holds a character that no path can have.",
        "forward slashes, or in single quotes",
    ),
    (f'{HEAD}logo = "\\u0000"\n', "logo holds a character", "forward slashes"),
    # No TOML at all.
    # What cannot be read at all.
    (f"{HEAD}time = 14:00\n", "line 5, time = 14:00: time should be a clock time.", "Write it as 14:00:00"),
    (f"{HEAD}time = 2 pm\n", "line 5, time = 2 pm: time should be a clock time.", "Write it as 14:00:00"),
    (f"{HEAD}time = 2:00:00\n", "line 5, time = 2:00:00: time should", "Write it as 14:00:00"),
    (f"{HEAD}time = 2.00 pm\n", "line 5, time = 2.00 pm: time should", "Write it as 14:00:00"),
    (f"{HEAD}time = 2.00\n", "time should be a clock time and is a number with a", "Write it as 14:00:00"),
    (f"{HEAD}time = noon\n", "line 5, time = noon: time should be a clock time.", "Write it as 14:00:00"),
    (
        f"{HEAD}{ITEM}minutes = 5 minutes\n",
        "line 9, minutes = 5 minutes: minutes should be a whole number.",
        "Write the number alone",
    ),
    (HEAD.replace("2026-06-18", "18/06/2026"), "line 4, date = 18/06/2026:", "Write it as 2023-06-20"),
    (HEAD.replace("2026-06-18", "18 June 2026"), "line 4, date = 18 June 2026:", "Write it as 2023-06-20"),
    (HEAD.replace("06-18", "02-30"), "line 4, date = 2026-02-30: there is no such date.", "Correct the day"),
    (f"{HEAD}venue = Corby\n", "line 5, venue = Corby: the text has no quotation", "Put it in quotation"),
    (f"{HEAD}colour = red\n", "line 5, colour = red: the text has no quotation", "Put it in quotation"),
    (f"{HEAD}duplex = yes\n", "line 5, duplex = yes: duplex should be true or", "Write true or false."),
    (f"{HEAD}venue =  # to do\n", "line 5, venue = # to do: nothing stands after venue =.", "Write it there"),
    (f"{HEAD}venue = \u201cCorby\u201d\n", "the quotation marks are curly", "straight quotation marks"),
    (
        f'{HEAD}venue = "Corby\nduplex = true\n',
        'line 5, venue = "Corby: the text has no closing quotation mark.',
        'Put " at the end of the text.',
    ),
    (f"{HEAD}venue = 'Corby", "line 5, venue = 'Corby: the text has no closing", "Put ' at the end"),
    (
        f'{HEAD}venue = """Corby\n{ITEM}',
        'line 5, venue = """Corby: the text has no closing quotation mark.',
        'Put """ at the end of the text.',
    ),
    (
        f'{HEAD}venue = "The "Leisure" hub"\n',
        "some of the text is outside the quotation marks.",
        'Use \' at both ends of the text, or write each " inside it as \\".',
    ),
    (f"{HEAD}venue = 'The Mayor's room'\n", "some of the text is outside", 'Use " at both ends of the text.'),
    (f'{HEAD}venue = "a\x01"\n', "it holds a character that cannot be seen", "Type the line again."),
    (
        HEAD + DOCUMENT.replace("report.pdf", r"C:\papers\a.pdf"),
        r'line 10, file = "C:\papers\a.pdf":',
        "forward slashes, or in single quotes",
    ),
    (HEAD + DOCUMENT.replace("report.pdf", "C:\\a\\b\\"), 'line 10, file = "C:\\a', "forward slashes"),
    # Keys.
    (f'{HEAD}body = "B"\n', 'line 5, body = "B": body is written twice.', "Keep one of the two."),
    (
        f'{HEAD}{ITEM}recommendations = ["a"]\nrecommendations = [\n"b",\n]\n',
        "line 10, recommendations = [: recommendations is written twice.",
        "Keep one of the two; if another begins here, write [[item]] above it.",
    ),
    (
        f'{HEAD}[[member]]\nname = "Ann"\nname = "Bob"\n',
        'line 7, name = "Bob": name is written twice.',
        "if another begins here, write [[member]] above it.",
    ),
    (f"{HEAD}[[action]]\naction = Send it\n", "the text has no quotation marks.", "Put it in quotation"),
    (f'{HEAD}venue: "Corby"\n', 'line 5, venue: "Corby": that is no key with =.', "Write venue = ..."),
    (f'{HEAD}{ITEM}Public title = "x"\n', "that is no key with =.", "Write public_title = ..."),
    (f"{HEAD}Ask Jo\n", "line 5, Ask Jo: that is neither a heading nor a key", "Put # before it"),
    (f"{HEAD}- Ask Jo\n", "line 5, - Ask Jo: that is neither a heading nor a key", "Put # before it"),
    # Lists.
    (
        f'{HEAD}{ITEM}recommendations = ["a" "b"]\n',
        'line 9, recommendations = ["a" "b"]: there is no comma before this entry.',
        "Put a comma between the entries of a list.",
    ),
    (f'{HEAD}{ITEM}recommendations = [\n"a"\n"b"\n]\n', 'line 11, "b": there is no comma', "Put a comma"),
    (f"{HEAD}{ITEM}exempt_paragraphs = [3 5]\n", "there is no comma before this entry", "Put a comma"),
    (f"{HEAD}{ITEM}exempt_paragraphs = 3, 5\n", "exempt_paragraphs should be a list.", "square brackets"),
    (f"{HEAD}agenda_columns = [Item]\n", "an entry has no quotation marks.", "Put it in quotation marks."),
    (f'{HEAD}{ITEM}recommendations = ["a, "b"]\n', "some of the text is outside", "Give each entry one"),
    *(
        (
            f"{HEAD}{ITEM}recommendations = [\n{entries}{more}",
            "line 9, recommendations = [: the list that opens here is not closed.",
            "Put ] after its last entry.",
        )
        for entries in ('"a",\n', '"a",\n"[b"\n')
        for more in ("", '[[item]]\ntitle = "x"\n', 'form = "report"\n')
    ),
    # Headings.
    *(
        (
            f'{HEAD}[item]\ntitle = "A"\n{second}\ntitle = "B"\n',
            "line 5, [item]: it has one bracket on each side.",
            "Write [[item]] with two brackets.",
        )
        for second in ("[item]", "[[item]]")
    ),
    (f'{HEAD}{ITEM}[item]\ntitle = "C"\n', "line 9, [item]: it has one bracket", "Write [[item]] with two"),
    (f'{HEAD}[[item]\ntitle = "A"\n', "line 5, [[item]: that is not a heading.", "alone on its line"),
    (f'{HEAD}[[item]] title = "A"\n', "that is not a heading.", "Write a heading alone on its line"),
    (
        f'{HEAD}[[item.document]]\nfile = "a.pdf"\n{ITEM}',
        "line 5, [[item.document]]: it stands before the first [[item]].",
        "Write [[item]] and its title above it.",
    ),
    (f'{HEAD}[[item.document]]\nfile = "a.pdf"\n', "stands before the first [[item]].", "Write [[item]] and"),
    (f'{HEAD}[[document]]\nfile = "a.pdf"\n', "document is not a key", "Write [[item.document]], below"),
    (
        f"{HEAD}[administrator]\n[administrator]\n",
        "line 6, [administrator]: administrator is written twice.",
        "Keep one of the two.",
    ),
    (f"{HEAD}venue = {'[' * 20_000}", "it holds more than can be read", "Give the .toml file"),
    (f"{HEAD}venue = {'1' * 5000}", "it holds more than can be read", "Give the .toml file"),
]


@pytest.mark.parametrize(("text", "what", "next_step"), MISTAKES, ids=[what for _, what, _ in MISTAKES])
def test_a_mistake_is_told_with_its_place_its_key_and_what_to_write(
    text: str, what: str, next_step: str
) -> None:
    error = refused(text)

    assert error.what.startswith("june.toml")
    assert what in error.what
    assert next_step in error.next_step
    assert error.next_step.endswith((".", "?", "..."))
    assert str(error).isprintable()
    assert len(str(error)) < 500


def test_lines_are_counted_as_the_clerks_editor_counts_them() -> None:
    assert "line 5, time = 14:00:" in refused(f"{HEAD}time = 14:00\n".replace("\n", "\r\n")).what


@pytest.mark.parametrize("text", [text for text, _, _ in MISTAKES], ids=[what for _, what, _ in MISTAKES])
def test_no_word_of_the_parser_reaches_the_clerk(text: str) -> None:
    said = str(refused(text)).casefold()

    assert [
        mark for mark in ("$", "`", "array", "statement", "value", "table, ", "declar") if mark in said
    ] == []


@pytest.mark.parametrize(
    ("text", "next_step"),
    [
        (f'{HEAD}agenda_style = "Tabel"\n', 'Did you mean "table"?'),
        (f'{HEAD}{ITEM}form = "verball"\n', 'Did you mean "verbal"?'),
        (f'{HEAD}{ITEM}access = "Exempted"\n', 'Did you mean "exempt"?'),
        (f'{HEAD}{DOCUMENT}role = "Apendix"\n', 'Did you mean "appendix"?'),
        (f'{HEAD}{ITEM}lead_officer = "Ann"\n', "Did you mean lead?"),
        (f'{HEAD}{ITEM}leed = "Ann"\n', "Did you mean lead?"),
        (f'{HEAD}{ITEM}Lead = "Ann"\n', "Did you mean lead?"),
        (f"{HEAD}{ITEM}time = 14:00:00\n", "Did you mean start?"),
        (f"{HEAD}{ITEM}paragraphs = [3]\n", "Did you mean exempt_paragraphs?"),
        (f'{HEAD}committee = "Cabinet"\n', "Did you mean body?"),
        (f'{HEAD}{DOCUMENT}document_title = "Map"\n', "Did you mean title?"),
        (f'{HEAD}[[Item]]\ntitle = "A"\n', "Did you mean item?"),
        (f'{HEAD}lead = "Ann"\n', "It belongs to an item: write it below [[item]]."),
        (
            f'{HEAD}{ITEM}venue = "Corby"\n',
            "It belongs to the meeting: write it above the first line in square brackets.",
        ),
        (
            f"{HEAD}{DOCUMENT}to_follow = true\n",
            "It belongs to the item: write it above the first [[item.document]].",
        ),
    ],
)
def test_a_word_that_is_nearly_right_is_answered_with_the_right_one(text: str, next_step: str) -> None:
    assert refused(text).next_step == next_step


@pytest.mark.parametrize(
    ("line", "what", "next_step"),
    [
        ('font = "times"', 'font is "times"', '"sans", "serif"'),
        ('item_stamp_place = "top middle"', 'item_stamp_place is "top middle"', "Did you mean"),
        ('page_stamp_place = "outer"', 'page_stamp_place is "outer"', '"bottom outer"'),
        ("page_stamp = 1", "page_stamp should be text", "quotation marks"),
        ('page_stamp = ""', "page_stamp is", "{number}"),
        ('page_stamp = "Page"', "does not say where the number goes", "{number}"),
        ('item_stamp = "Item {nr}"', "does not say where the number goes", "{number}"),
        ('stamp = "Page {number}"', "stamp is not a key", "page_stamp"),
        (
            'agenda_columns = ["Subject", {heading = "Gan", column = "leader"}]',
            'column = "leader", and there is no such column',
            '"lead"',
        ),
        ('agenda_columns = ["Subject", {heading = "Gan"}]', "column is missing", "column = ..."),
        ('agenda_columns = ["Subject", 3]', "entry 2 of agenda_columns should be text", "quotation marks"),
    ],
)
def test_a_slip_in_the_house_style_is_answered_with_what_can_be_written(
    line: str, what: str, next_step: str
) -> None:
    with pytest.raises(PackBuilderError) as refused:
        meeting_from_toml(
            f'format = 1\ncouncil = "A"\nbody = "B"\ndate = 2026-06-18\n{line}\n', Path("june.toml")
        )

    assert refused.value.what.startswith("june.toml: ")
    assert what in refused.value.what
    assert next_step in refused.value.next_step
