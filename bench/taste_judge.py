"""How good recommendations are: judged by what their listeners first heard in the week that follows, or by the truth.

The plays before the last seven days are learned from. Judged are listeners with at least five artists in these who heard
something new in the seven days, by that alone: what they heard again says nothing of recommendations.
"""

import math

import duckdb

DAYS = 7
ARTISTS_MIN = 5
PLACES_OF_NDCG = 10
PLACES_OF_RECALL = 20
PLACES_OF_FRIENDS = 10
AUDIENCES = 300
AUDIENCE = 100
COLUMNS = {"artists": "artist", "songs": "artist, song"}


def rows_of(path):
    """A CSV file with the places of each listener's list, as SQL."""
    return f"""(SELECT * REPLACE (CAST(user_id AS BIGINT) AS user_id, CAST(place AS INTEGER) AS place)
        FROM read_csv('{path}', header = true, all_varchar = true, quote = '"', escape = '"'))"""


def best_gain():
    """Of a list that begins with all that is new, as SQL."""
    places = range(1, PLACES_OF_NDCG + 1)
    sums = [sum(1 / math.log2(place + 1) for place in places[:news]) for news in places]
    return f"list_extract({sums}, least(news, {PLACES_OF_NDCG}))"


class Judge:
    def __init__(self, plays):
        """`plays` is a consolidated file with the days of its plays."""
        self.database = duckdb.connect()
        self.database.execute(f"""CREATE TABLE plays AS
            SELECT CAST("userId" AS BIGINT) AS user_id, artist, song, CAST(day AS DATE) AS day
            FROM read_csv('{plays}', header = true, all_varchar = true, quote = '"', escape = '"')""")
        self.database.execute(f"""CREATE VIEW learned AS SELECT * FROM plays WHERE day <= {self._last_learned()};
            CREATE VIEW coming AS SELECT * FROM plays WHERE day > {self._last_learned()};
            CREATE TABLE judged AS SELECT user_id FROM learned GROUP BY user_id
                HAVING count(DISTINCT artist) >= {ARTISTS_MIN}""")
        for of, items in COLUMNS.items():
            self.database.execute(f"""
                CREATE TABLE heard_{of} AS SELECT DISTINCT user_id, {items} FROM learned;
                CREATE TABLE new_{of} AS SELECT DISTINCT user_id, {items} FROM coming SEMI JOIN judged USING (user_id)
                    ANTI JOIN heard_{of} USING (user_id, {items})""")

    def _last_learned(self):
        return f"(SELECT max(day) - {DAYS} FROM plays)"

    def last_learned_day(self):
        return self.database.execute(f"SELECT CAST({self._last_learned()} AS DATE)").fetchone()[0].isoformat()

    def listeners(self):
        return self._user_ids("learned")

    def judged_listeners(self):
        return self._user_ids("judged")

    def _user_ids(self, table):
        rows = self.database.execute(f"SELECT DISTINCT user_id FROM {table} ORDER BY user_id").fetchall()
        return [user_id for (user_id,) in rows]

    def judge(self, name, lists, of):
        """Of the lists in a CSV file (user_id, place, artist and, of songs, song), keeps each listener's figures as the
        table `name`. A listener without a list has found nothing."""
        items = COLUMNS[of]
        heard = f"SELECT count(*) FROM {rows_of(lists)} SEMI JOIN heard_{of} USING (user_id, {items})"
        if self.database.execute(heard).fetchone()[0] > 0:
            raise ValueError(f"{lists}: recommends what its listener has heard")
        self.database.execute(f"""CREATE OR REPLACE TABLE "{name}" AS
            WITH found AS (SELECT user_id, place FROM {rows_of(lists)} SEMI JOIN new_{of} USING (user_id, {items})),
            sums AS (SELECT user_id, coalesce(sum(1 / log2(place + 1)) FILTER (place <= {PLACES_OF_NDCG}), 0) AS gain,
                    count(*) FILTER (place <= {PLACES_OF_RECALL}) AS hits FROM found GROUP BY user_id)
            SELECT user_id, coalesce(gain, 0) / {best_gain()} AS ndcg,
                coalesce(hits, 0) / least(news, {PLACES_OF_RECALL}) AS recall
            FROM (SELECT user_id, count(*) AS news FROM new_{of} GROUP BY user_id) LEFT JOIN sums USING (user_id)""")

    def mean(self, name, figure="ndcg"):
        return self.database.execute(f'SELECT avg({figure}) FROM "{name}"').fetchone()[0]

    def difference(self, name, other):
        """How much better by NDCG `name` is, and the standard error of that: both of the same listeners."""
        return self.database.execute(f"""SELECT avg(a.ndcg - b.ndcg), stddev(a.ndcg - b.ndcg) / sqrt(count(*))
            FROM "{name}" a JOIN "{other}" b USING (user_id)""").fetchone()

    def new_listeners(self, audience):
        """How many of 100 who had not heard an artist came to it within the week: of the dataset `audience` for any level,
        gender and region, and of those who listen most."""
        self.database.execute(f"""
            CREATE OR REPLACE TEMP TABLE reached AS SELECT artist, user_id, place FROM {rows_of(audience)}
                WHERE level = 'any' AND gender = 'any' AND region = 'any' AND heard = 'no';
            CREATE OR REPLACE TEMP TABLE campaigns AS
                SELECT DISTINCT artist FROM reached ORDER BY hash(artist) LIMIT {AUDIENCES};
            CREATE OR REPLACE TEMP TABLE active AS SELECT artist, user_id, -plays AS place
                FROM (SELECT * FROM campaigns, (SELECT user_id, count(*) AS plays FROM learned GROUP BY user_id))
                ANTI JOIN heard_artists USING (user_id, artist)""")
        return self._came("reached"), self._came("active")

    def _came(self, people):
        return self.database.execute(f"""SELECT 100 * count(came.user_id) / count(*)
            FROM (SELECT artist, user_id FROM {people} SEMI JOIN campaigns USING (artist)
                QUALIFY row_number() OVER (PARTITION BY artist ORDER BY place, user_id) <= {AUDIENCE})
            LEFT JOIN (SELECT DISTINCT user_id, artist FROM coming) came USING (user_id, artist)""").fetchone()[0]

    def friends_found(self, alike, friends):
        """Which part of the friends of a listener are among the first ten of the dataset `listens_alike`."""
        return self.database.execute(f"""SELECT avg(found) FROM (
            SELECT count(alike.user_id) / least(count(*), {PLACES_OF_FRIENDS}) AS found
            FROM (SELECT CAST(user_id AS BIGINT) AS user_id, CAST(friend AS BIGINT) AS other
                FROM read_csv('{friends}', header = true)) friends
            SEMI JOIN judged USING (user_id)
            SEMI JOIN (SELECT user_id AS other FROM judged) USING (other)
            LEFT JOIN (SELECT user_id, CAST(other_user_id AS BIGINT) AS other FROM {rows_of(alike)}
                WHERE place <= {PLACES_OF_FRIENDS}) alike USING (user_id, other)
            GROUP BY friends.user_id)""").fetchone()[0]

    def shares(self, playlists):
        """Of the dataset `playlist` the share of the worst-off member, by the number of members: the mean of all groups.

        A row has the share of one member with its song, so the last one that a member has is no more than theirs at the
        end. Who has none counts as 0."""
        rows = f"read_csv('{playlists}', header = true, all_varchar = true, quote = '\"', escape = '\"')"
        return dict(self.database.execute(f"""SELECT members, avg(worst) FROM (
            SELECT members, min(coalesce(share, 0)) AS worst FROM (
                SELECT playlist, len(string_split(playlist, '+')) AS members, member FROM (
                    SELECT DISTINCT playlist, unnest(string_split(playlist, '+')) AS member FROM {rows}))
            LEFT JOIN (SELECT playlist, for_user_id AS member, max(CAST(share AS DOUBLE)) AS share FROM {rows} GROUP BY ALL)
            USING (playlist, member) GROUP BY playlist, members) GROUP BY members""").fetchall())
