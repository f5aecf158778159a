"""Every fact of a document, in one call. A package that imported them all would make every question wait for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.facts.abbreviations import find_abbreviations
from ingest.facts.anomalies import find_anomalies
from ingest.facts.deadlines import find_deadlines
from ingest.facts.duties import find_duties
from ingest.facts.effects import find_effects
from ingest.facts.targets import find_targets
from ingest.model import Clause, Facts, Header, Table
from ingest.references import find_references


def find_facts(header: Header, clauses: Sequence[Clause], text: str, tables: Sequence[Table] = ()) -> Facts:
    """Every fact that can be read from a document, each with its clause and quote."""
    effects = find_effects(header, clauses)
    in_force = next((effect.date for effect in effects if effect.act == "có hiệu lực"), None)
    facts = Facts(
        references=find_references(clauses),
        duties=find_duties(clauses, header, tables),
        deadlines=find_deadlines(clauses, header, tables, in_force),
        targets=find_targets(clauses, tables),
        abbreviations=find_abbreviations(text),
        effects=effects,
        tables=tuple(tables),
    )
    return replace(facts, anomalies=find_anomalies(header, clauses, facts))
