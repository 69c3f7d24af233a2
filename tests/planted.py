"""What `earshot generate --taste` planted: its truth file, and what somebody who knows it would recommend.

Plays are given as {user_id: {item: plays}}, where an item is an artist's index or a song's index in Truth.
"""

import dataclasses
import json

import numpy

# How a known artist is chosen for a scene: src/generate/taste/choice.cc.
FIT_SHARE = 0.3
TRIES = 8

EM_ROUNDS = 40
EM_PRIOR = 1.5


@dataclasses.dataclass
class Listener:
    user_id: int
    begin: numpy.ndarray  # by scene, adds up to 1
    end: numpy.ndarray
    drift: float
    friends: list  # user ids; who has none is in no group
    discovery: float
    activity: float


@dataclasses.dataclass
class Truth:
    run: dict
    scene_weights: numpy.ndarray
    artists: list  # names
    popularity: numpy.ndarray  # by artist, adds up to 1
    scene_shares: numpy.ndarray  # by artist and scene
    chances: numpy.ndarray  # by scene and artist: whom somebody discovers who looks for this scene; P(a|k)
    songs: list  # (artist, title)
    song_artists: numpy.ndarray  # an artist's index by song
    song_shares: numpy.ndarray  # of the artist's songs
    listeners: dict  # by user_id

    def artist_indexes(self):
        return {name: index for index, name in enumerate(self.artists)}

    def song_indexes(self):
        return {song: index for index, song in enumerate(self.songs)}

    @property
    def from_scene(self):
        """How much of what is new comes from the scene."""
        return 1 - self.run["friend_share"] - self.run["known_artist_share"]


def read_truth(path):
    by_kind = {"seed": [], "scene": [], "artist": [], "user_id": []}
    with open(path, encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            by_kind[next(iter(record))].append(record)
    (run,) = by_kind["seed"]
    artists = by_kind["artist"]
    shares = numpy.array([_dense(run["scenes"], record["scenes"]) for record in artists])
    popularity = numpy.array([record["popularity"] for record in artists])
    popularity /= popularity.sum()
    songs = [(record["artist"], title, share) for record in artists for title, share in record["songs"]]
    return Truth(
        run=run,
        scene_weights=numpy.array([record["weight"] for record in by_kind["scene"]]),
        artists=[record["artist"] for record in artists],
        popularity=popularity,
        scene_shares=shares,
        chances=_chances(run, popularity, shares),
        songs=[(artist, title) for artist, title, _ in songs],
        song_artists=numpy.repeat(numpy.arange(len(artists)), [len(record["songs"]) for record in artists]),
        song_shares=numpy.array([share for _, _, share in songs]),
        listeners={record["user_id"]: _listener(run, record) for record in by_kind["user_id"]},
    )


def oracle_artists(truth, user_id, artist_plays):
    """How likely each artist is to be the next one that the listener does not know: the truth is known."""
    listener = truth.listeners[user_id]
    scores = truth.from_scene * (listener.end @ truth.chances)
    return scores + _of_friends(truth, listener, artist_plays, len(truth.artists))


def oracle_songs(truth, user_id, artist_plays, song_plays):
    """The same for songs, which may be by artists that the listener knows."""
    listener = truth.listeners[user_id]
    by_artist = truth.from_scene * (listener.end @ truth.chances)
    by_artist += _known_artist_share(truth, listener, artist_plays) * _known_artists(truth, listener, artist_plays)
    scores = by_artist[truth.song_artists] * truth.song_shares
    return scores + _of_friends(truth, listener, song_plays, len(truth.songs))


def informed_artists(truth, heard):
    """The same for one who knows the music, but of the listener only which artists were heard (their indexes)."""
    return estimated_taste(truth, heard) @ truth.chances


def estimated_taste(truth, heard):
    chances = truth.chances[:, list(heard)]
    scenes = len(chances)
    taste = numpy.full(scenes, 1 / scenes)
    for _ in range(EM_ROUNDS):
        belongs = taste[:, None] * chances
        belongs /= belongs.sum(axis=0)
        taste = belongs.sum(axis=1) + EM_PRIOR / scenes
        taste /= taste.sum()
    return taste


def _dense(count, pairs):
    weights = numpy.zeros(count)
    for index, weight in pairs:
        weights[index] = weight
    return weights


def _listener(run, record):
    open_weight = run["open_share"] / run["scenes"]
    begin = _dense(run["scenes"], record["begin"]) + open_weight
    return Listener(
        user_id=record["user_id"],
        begin=begin,
        end=_dense(run["scenes"], record["end"]) + open_weight if "end" in record else begin,
        drift=record["drift"],
        friends=record.get("friends", []),
        discovery=record["discovery"],
        activity=record["activity"],
    )


def _chances(run, popularity, shares):
    weights = (popularity[:, None] * shares).T
    sums = weights.sum(axis=1, keepdims=True)
    by_scene = numpy.where(sums > 0, weights / numpy.where(sums > 0, sums, 1), popularity)
    return (1 - run["charts_share"]) * by_scene + run["charts_share"] * popularity


def _play_shares(plays, count):
    shares = numpy.zeros(count)
    for item, times in plays.items():
        shares[item] = times
    return shares / max(1, shares.sum())


def _of_friends(truth, listener, plays, count):
    """Any of the group is asked, the listener too: so friends share what is left of it."""
    scores = numpy.zeros(count)
    for friend in listener.friends:
        scores += _play_shares(plays.get(friend, {}), count)
    return scores * truth.run["friend_share"] / (len(listener.friends) + 1)


def _known_artist_share(truth, listener, plays):
    """Known artists take the place of friends who are not there, or have played nothing."""
    asked = sum(1 for friend in listener.friends if plays.get(friend)) / (len(listener.friends) + 1)
    return truth.run["known_artist_share"] + truth.run["friend_share"] * (1 - asked)


def _known_artists(truth, listener, plays):
    """How likely each known artist is to be chosen: the first of TRIES plays that fits the scene, else the last."""
    heard = _play_shares(plays.get(listener.user_id, {}), len(truth.artists))
    known = numpy.flatnonzero(heard)
    fits = truth.scene_shares[known] >= FIT_SHARE
    fitting = (heard[known, None] * fits).sum(axis=0)
    found = (1 - (1 - fitting) ** TRIES) / numpy.where(fitting > 0, fitting, 1)
    chosen = numpy.where(fits, found, (1 - fitting) ** (TRIES - 1)) @ listener.end
    scores = numpy.zeros(len(truth.artists))
    scores[known] = heard[known] * chosen
    return scores
