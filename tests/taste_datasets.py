"""What `earshot taste` computes: the names of its datasets, and so of their questions and tables."""

DATASETS = [
    "recommended_artists",
    "recommended_songs",
    "similar_artists",
    "similar_songs",
    "listens_alike",
    "audience",
    "playlist",
]
