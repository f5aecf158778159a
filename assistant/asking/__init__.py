"""Learning what a question asks for: ways of asking, training questions, the weights learnt."""
