"""What is remembered, as frozen records: the nouns of the glossary, each with its states and its indexes."""
