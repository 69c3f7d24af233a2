#include "questions/question.h"

namespace earshot {

const char kBuiltinQuestions[] =
    R"toml(# The questions that earshot knows without being told. docs/questions.md explains each line.

[[question]]
name   = "song_at"
asks   = "Which artist and song was heard at this place in this session, and how long is it?"
given  = ["session_id", "item_in_session"]
partition = ["session_id"]
answer = ["artist", "song", "length"]

[[question]]
name   = "session_songs"
asks   = "What did this user hear in this session, in order?"
given  = ["user_id", "session_id"]
order  = ["item_in_session"]
answer = ["artist", "song", "first_name", "last_name"]

[[question]]
name    = "song_listeners"
asks    = "Which users listened to this song?"
given   = ["song"]
one_per = ["user_id"]
answer  = ["first_name", "last_name"]
)toml";

}  // namespace earshot
