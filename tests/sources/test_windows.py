import random
import time

import pytest

from curation.sources import windows
from tests.generators.chats import invented
from tests.generators.memotrace import by_interval, by_window, training


def turns(made):
    """The texts of each conversation, without system texts."""
    return [[turn["content"] for turn in one["conversations"] if turn["role"] != "system"] for one in made]


def stitch(talks):
    return windows.stitch(talks, [True] * len(talks))


def words(talks, groups):
    return [[talks[conversation][turn] for conversation, turn in group] for group in groups]


def whole(chat):
    """What can be had back of a chat: its turns from the friend's first to my last."""
    return turns(training(iter([list(chat)])))[0]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("burst", "short"), [(1, 0.0), (2, 0.2), (4, 0.2), (6, 0.0), (3, 0.4)])
def test_shuffled_windows_become_the_chat_again(seed, burst, short):
    chat = invented(300, seed, burst, short)
    talks = turns(training(by_window(chat), seed=seed))
    found = words(talks, stitch(talks))
    line = "，" + "，".join(whole(chat)) + "，"
    assert all("，" + "，".join(group) + "，" in line for group in found), "a seam where the chat has none"
    kept, there = sum(len("".join(group)) for group in found), len(line.replace("，", ""))
    assert 0.97 * there <= kept - sum(group_text.count("，") for group in found for group_text in group) <= 1.03 * there


@pytest.mark.parametrize(("size", "step"), [(10, 3), (10, 5), (20, 3), (12, 4)])
def test_other_sizes_of_the_window_are_no_hindrance(size, step):
    chat = invented(200, seed=2, burst=2, short=0.1)
    talks = turns(training(by_window(chat, size, step), seed=9))
    assert words(talks, stitch(talks)) == [whole(chat)]


def test_an_interval_export_is_left_alone():
    talks = turns(training(by_interval(invented(2000, seed=4, short=0.5)), seed=1))
    assert stitch(talks) == []


def test_different_conversations_that_share_short_turns_stay_apart():
    talks = [
        ["在吗", "在", "周末去爬山吗", "去呀", "哈哈", "哈哈"],
        ["哈哈", "哈哈", "那部电影看了没", "还没", "晚安", "晚安"],
        ["晚安", "晚安", "快递到了", "好的我去拿", "在吗", "在"],
    ]
    assert stitch(talks) == []


def test_inside_a_windowed_file_too_they_stay_apart():
    chat = invented(120, seed=6, burst=2, short=0.0)
    talks = turns(training(by_window(chat), seed=2))
    strangers = [["问个事", "嗯", "哈哈", "哈哈"], ["哈哈", "哈哈", "另一件事", "说吧"]]
    found = words(talks + strangers, stitch(talks + strangers))
    assert found[-2:] == strangers
    assert len(found) == 3


def test_the_same_exchange_on_two_days_is_not_a_window():
    daily = ["早上好呀", "早", "吃早饭了吗", "吃啦"]
    talks = [[f"第{n}天的事", f"说来话长{n}", *daily] for n in range(2)]
    talks += [[f"别的话题{n}", f"嗯嗯{n}", f"还有{n}", f"知道了{n}"] for n in range(20)]
    assert stitch(talks) == []


def test_conversations_that_are_no_window_stay_as_they_are():
    talks = turns(training(by_window(invented(90, seed=1, short=0.0)), seed=1))
    odd = [["只有一句"], []]
    groups = windows.stitch([*talks, *odd], [True] * len(talks) + [False] * len(odd))
    assert words([*talks, *odd], groups)[-1] == ["只有一句"]


def test_every_place_is_given_out_once():
    talks = turns(training(by_window(invented(400, seed=8, short=0.6)), seed=3))
    places = [place for group in stitch(talks) for place in group]
    assert len(places) == len(set(places))


def test_ten_times_the_turns_take_about_ten_times_as_long():
    def seconds(count):
        talks = turns(training(by_window(invented(count, seed=1, short=0.7)), seed=1))
        start = time.process_time()
        stitch(talks)
        return time.process_time() - start

    seconds(500)
    small, large = (min(seconds(count) for _ in range(3)) for count in (1500, 15000))
    assert large < 40 * small


def test_the_same_phrase_everywhere_is_not_looked_through_pair_by_pair():
    rng = random.Random(1)
    talks = [[rng.choice(["嗯嗯嗯嗯", "好的好的"]), "收到收到收到"] for _ in range(20000)]
    start = time.process_time()
    stitch(talks)
    assert time.process_time() - start < 10
