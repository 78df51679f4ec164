"""Sentences: each example is written with ¦ where one sentence ends and the next begins."""

from __future__ import annotations

import re
import time

import pytest

from soviet_kg.text import document_from_text, fold

ENGLISH = """
V. I. Lenin spoke first. ¦ A.V. Lunacharsky read out the letter. ¦ Then V. A. Antonov-Ovseenko rose.
It was printed in Izvestia No. 207, October 26. ¦ See Order No. 1. ¦ It was obeyed.
The meeting opened at 2.35 p.m. on October 25. ¦ It ended at 5 a.m. on the 9th of November.
They met at 9 p.m. ¦ The hall was full.
See Vol. XXVI, pp. 247-248, and vol. 3, p. 12. ¦ Both are by Lenin.
It fell on October 26, O.S. ¦ The New Style day is November 8 (October 26, O.S.) and no other.
On 3 July [16 July, N.S.] 1917 it began (3–7 July [16–20 July, N.S.] 1917) and ended.
From the C.C. to members. ¦ The C.E.C. Presidium agreed, and the S.R.'s left. ¦ The S.R.s were angry.
He came to St. Petersburg. ¦ Mr. Martov and Gen. Kornilov did not; Dr. Dan and Prof. Milyukov did.
Soviet power, i.e., the power of the majority, e.g. of workers (peasants, soldiers, etc.) won.
Against the cadets, etc. ¦ We shall not submit.
On Jan. 5 it opened. ¦ It was closed in Jan. ¦ The guard was tired.
The share was 15.4%. ¦ In 1917 it had been 9.2%.
They pray.... ¦ Yesterday Kerensky; to-day Lenin.... ¦ He left.
It grew ... and grew … until it fell.
Who voted against? ¦ Nobody. ¦ No. ¦ Everybody agreed!
“What is to be done?” Lenin asked. ¦ “Peace!” ¦ The hall rose.
He said: “We are ready.” ¦ Then he left.
It was called "Party of the People's Freedom." ¦ Under the Tsar it was legal.
The land is free; the peasants take it; nobody pays.
It was adopted.[4] ¦ On the first day 505 voted.[5][6] ¦ Nobody left.
The treaties[2] must be published.[citation needed] ¦ They will be.
In December 1917. ¦ 649 delegates were elected.
He was led by V. Chernov. ¦ The Congress sat.
Lenin, V. I. The State and Revolution is a book.
The book of the Workers' and Soldiers' Deputies. ¦ It is short.
Messrs. Abramovich and Weinstein, Capt. Ivanov, Lt. Gen. Dukhonin and Com. Krylenko met.
The name “Bolshevik” is not “Maximalist.” ¦ The Maximalists are a separate group. ¦ (See paragraph 5b.)
Yu. Larin, Ya. M. Sverdlov and Kh. G. Rakovsky were there. ¦ VL. ULIANOV signed.
_Cadets._ ¦ So-called from its initials, _Constitutional Democrats._ ¦ They lost.
The soldier-masses.... commits a crime. ¦ “Soldiers! ¦ For peace and bread!”
"""

RUSSIAN = """
В 1917 г. В. И. Ленин приехал в г. Петроград. ¦ Он выступил с речью.
Газета выходила до 1918 г. ¦ Затем ее закрыли.
Войны 1914–1918 гг. и революции. ¦ Мир без аннексий (т.е. без захвата) и т. д. объявлен.
См. ст. 5, ч. 2, стр. 10 и т. 26. ¦ Завод им. Путилова бастовал.
На съезде тов. Зиновьев, проф. Покровский и А. В. Луначарский выступили. ¦ Все голосовали «за».
«Что делать?» — спросил он. ¦ «Вся власть Советам!» ¦ Так кричали в зале.
Съезд открылся 25 октября (7 ноября) 1917 г. в Смольном. ¦ Ленин выступил 26 октября.
Он сказал: «Мы готовы». ¦ Никто не возражал…
"""


def lines_of(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.mark.parametrize("line", [*lines_of(ENGLISH), *lines_of(RUSSIAN)])
def test_sentences_end_where_a_reader_ends_them(line: str) -> None:
    document = document_from_text("x", line.replace(" ¦ ", " "))
    expected = [re.sub(r"(\[\d\]|\[citation needed\])+$", "", part) for part in line.split(" ¦ ")]
    assert [document.text[sentence.start : sentence.stop] for sentence in document.sentences] == expected


def test_there_are_as_many_examples_as_written_here() -> None:
    assert (len(lines_of(ENGLISH)), len(lines_of(RUSSIAN))) == (31, 8)


def sentences(text: str) -> list[str]:
    folded = fold(document_from_text("x", text))
    return [folded.text[sentence.start : sentence.stop] for sentence in folded.sentences]


def test_hard_wrapped_lines_are_put_together() -> None:
    text = """    On that day of the opening session of the Constituent Assembly
    Comrade Spiro and Mr.
    Dan came. The
    others stayed away from the palace for the whole of that long day."""
    assert sentences(text) == [
        "On that day of the opening session of the Constituent Assembly Comrade Spiro and Mr. Dan came.",
        "The others stayed away from the palace for the whole of that long day.",
    ]


def test_a_line_broken_after_a_joining_word_goes_on_where_each_line_is_a_paragraph() -> None:
    text = f"{'The Congress met and talked. ' * 20}We saw Kamkov, Spiro and\nKarelin there.\nNext paragraph."
    assert sentences(text)[-2:] == ["We saw Kamkov, Spiro and Karelin there.", "Next paragraph."]


@pytest.mark.parametrize("number", ["page 307", "p. 307", "- 307 -", "307", "[Pg 307]", "\n307\n"])
def test_a_page_number_does_not_cut_a_sentence(number: str) -> None:
    text = f"The detachments of these Kornilovites have\n{number}\nalready been beaten. They fled."
    assert sentences(text) == [
        "The detachments of these Kornilovites have already been beaten.",
        "They fled.",
    ]


def test_running_heads_and_page_numbers_between_pages_do_not_cut_a_sentence() -> None:
    pages = (
        "THE CONGRESS\n\nIt met in the Smolny and heard the",
        "12 THE CONGRESS\n\nreport of Lenin. Then it read the",
        "THE CONGRESS 13\n\ndecrees one by",
        "THE CONGRESS\n\none.\n14",
    )
    expected = ["THE CONGRESS", "It met in the Smolny and heard the report of Lenin."]
    assert sentences("\n\f".join(pages)) == [*expected, "Then it read the decrees one by one."]


def test_a_number_between_paragraphs_that_is_a_year_or_a_count_is_read() -> None:
    assert sentences("It fell.\n\n1918\n\nThe Congress met.\nBolsheviks\n390\n100\nMensheviks") == [
        "It fell.",
        "1918",
        "The Congress met.",
        "Bolsheviks",
        "390",
        "100",
        "Mensheviks",
    ]


def test_lines_of_a_fact_table_are_sentences_of_their_own() -> None:
    text = "Established 1917\nDisbanded 1937\nPreceded by Provisional Government\nConstituent Assembly"
    assert sentences(text) == text.splitlines()


def test_items_keep_their_labels_and_their_wrapped_lines() -> None:
    text = """The Committee resolves:

1. The grain trade is hereby placed in public hands. Nobody is
to be paid.

2. All mills and warehouses of the province that still trade are
given to the food committee.

  • 1090 at first
  • 1338 at last
- Kamenev, chairman
- Trotsky, who came
  late"""
    assert sentences(text) == [
        "The Committee resolves:",
        "1. The grain trade is hereby placed in public hands.",
        "Nobody is to be paid.",
        "2. All mills and warehouses of the province that still trade are given to the food committee.",
        "• 1090 at first",
        "• 1338 at last",
        "- Kamenev, chairman",
        "- Trotsky, who came late",
    ]


def test_a_dash_at_the_start_of_a_wrapped_line_is_no_bullet() -> None:
    text = "The detachments have been beaten and fled\n-- all these events have proved it."
    assert sentences(text) == [
        "The detachments have been beaten and fled -- all these events have proved it."
    ]


def test_an_office_and_the_name_below_it_are_one_sentence_if_a_comma_joins_them() -> None:
    text = """The decree is in force.

      _President of the Council of People’s Commissars,_
                    VL. ULIANOV (LENIN).

      _Secretary of the Council,_

                    N. GORBUNOV.

      _Commissar for War._

                    N. KRYLENKO."""
    assert sentences(text)[1:] == [
        "President of the Council of People's Commissars, VL. ULIANOV (LENIN).",
        "Secretary of the Council, N. GORBUNOV.",
        "Commissar for War.",
        "N. KRYLENKO.",
    ]


def test_date_lines_are_sentences() -> None:
    text = "THE COMMITTEE\n\nFebruary 26th.\n\nIn the afternoon I came.\n\nPetrograd, 27 октября 1917 г."
    assert sentences(text)[1:] == [
        "February 26th.",
        "In the afternoon I came.",
        "Petrograd, 27 октября 1917 г.",
    ]


def test_rows_of_a_table_are_sentences_and_its_rules_are_not() -> None:
    text = "| Party | Delegates |\n|---|--:|\n| S.R. | 160. Of these |\n\nBolsheviks\t390\nMensheviks\t72"
    assert sentences(text) == [
        "| Party | Delegates |",
        "| S.R. | 160. Of these |",
        "Bolsheviks 390",
        "Mensheviks 72",
    ]


def test_notes_that_cite_stay_whole_and_notes_that_tell_are_split() -> None:
    text = """The rule was strict.[1] It held.[2]

  1. ^ Lenin, Vladimir. "The Trade Unions". Works, Moscow, 1965, Volume 32, page 19. Retrieved 27 May 2013.
  2. ^ a b Held, D. Models of Democracy. An essay, p. 225.
  3. ^ The meeting was opened by Dan. Lenin came late."""
    assert sentences(text)[2:] == [
        'Lenin, Vladimir. "The Trade Unions". Works, Moscow, 1965, Volume 32, page 19.',
        "Held, D. Models of Democracy. An essay, p. 225.",
        "The meeting was opened by Dan.",
        "Lenin came late.",
    ]


def test_entries_of_a_bibliography_stay_whole() -> None:
    entries = "- Reed, J. Ten Days. New York: Boni, 1919.\n- Unsigned. Undated."
    text = f"# Lenin\n\nHe wrote.\n\n## Bibliography\n\n{entries}"
    assert sentences(text)[-3:] == ["- Reed, J. Ten Days. New York: Boni, 1919.", "- Unsigned.", "Undated."]


def test_a_million_characters_are_split_quickly(benchmark_text: str) -> None:
    begin = time.process_time()
    document = document_from_text("x", benchmark_text)
    folded = fold(document)
    assert time.process_time() - begin < 10  # about 1 s on an idle core; quadratic loops take minutes
    assert len(document.sentences) == len(folded.sentences) > 15_000


@pytest.fixture
def benchmark_text() -> str:
    page = (
        "The Congress of Soviets met at 9 p.m. in the\nSmolny.[4] V. I. Lenin spoke for long. (Applause.)\n\n"
        "1. All power to the Soviets.\n\n_On the Land_\n\nThe land is free, cf. No. 5 of the Izvestia.\n\n"
    )
    return page * (1_000_000 // len(page))
