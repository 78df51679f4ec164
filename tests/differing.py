"""Documents made up so that they differ, from each other and within themselves, in every way that is looked for."""

from pathlib import Path

DOCUMENTS = {
    "minutes": """Minutes of the Second All-Russian Congress of Soviets

The Second All-Russian Congress of Soviets (November 7–9, 1917) was attended by 650 delegates. The breakdown of
delegates by party was thus: 390 Bolsheviks, 160 Mensheviks, 60 Left Socialist-Revolutionaries and 50 of other factions.

The Fourth All-Russian Congress of Soviets opened on March 14, 1918. The Fifth All-Russian Congress of Soviets opened
on Friday, March 4, 1918.

Three members of the party, Kamenev and Zinoviev, spoke against it. Two members of the party, Lenin and Trotsky, spoke
for it.

The Decree on Peace was signed on October 26 (November 9), 1917. The Decree on Land was published on February 5, 1918.
The Decree on Land was published on October 28 (November 10), 1917.

The Mensheviks supported the Decree on Peace.
""",
    "letter": """A Letter

Written on November 10, 1917

The Second All-Russian Congress of Soviets opened on November 7, 2017. Yesterday, November 8, the Congress closed. The
Second All-Russian Congress of Soviets closed on November 20, 1917.

The Mensheviks did not support the Decree on Peace. Julius Martov was the leader of the Bolsheviks.
""",
    "memoir": """A Memoir

The Second All-Russian Congress of Soviets was held in Moscow. The Second All-Russian Congress of Soviets ended on
October 27, 1917. The Second All-Russian Congress of Soviets was attended by about 700 delegates.

The Third All-Russian Congress of Soviets was attended by 900 delegates. The Third All-Russian Congress of Soviets
opened on January 10, 1918.
""",
    "history": """A History

The Second All-Russian Congress of Soviets was held in Petrograd. The Third All-Russian Congress of Soviets was
attended by 1,000 delegates. The Third All-Russian Congress of Soviets opened on January 23, 1918. The Decree on Peace
was written by Lenin.
""",
    "pamphlet": "A Pamphlet\n\nThe Decree on Peace was written by Trotsky.\n",
}
FACTS = "".join(f'[{name}]\ncalendar = "gregorian"\n' for name in DOCUMENTS)
FACTS = FACTS.replace("[letter]\n", '[letter]\ndate = "1917-11-10"\n')


def write_documents(folder: Path) -> Path:
    """Write the documents, and what is stated about them, into a folder."""
    for name, text in DOCUMENTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "documents.toml").write_text(FACTS, encoding="utf-8")
    return folder
