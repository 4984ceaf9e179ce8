"""The loops of the auction, compiled. `auction` says what they mean together and why they end.

Words of all of them. An *entry* is one person-vacancy pair of the candidate lists; its *value* is (score + bonus) x
unit, a whole number. A vacancy has *slots*, `first[v]` to `first[v + 1]`, of which `taken[v]` are held; the held ones
form a heap with the lowest bid on top, as rows (bid, entry, person) of `slots`. `prices[v]` is the lowest bid of a
full vacancy, and of one that is not full what the round began with. A person wants `quota` vacancies.
"""

import numpy as np

from arbeidspact.matching.allocation.prefetch import prefetch
from arbeidspact.matching.compiling import compiled

BIDS_AHEAD = 6
GROWTH = 8
BID, ENTRY, PERSON = 0, 1, 2


@compiled()
def forward(  # type: ignore[no-untyped-def]
    starts, columns, scores, bonus, unit, epsilon, patience, highest, quota,
    first, taken, slots, prices, wants, waiting, held, queue, n_queue,
):  # fmt: skip
    """Persons bid for what is worth most to them now, first come first served, until nobody wants more.

    With `patience`, epsilon grows when the queue does not get shorter for so many rounds: a price war. 0 never.
    Returns: the epsilon reached, and the number of bids.
    """
    size, head, shortest, since, bids = len(queue), 0, n_queue, 0, 0
    values = np.zeros(quota + 1, np.int64)
    entries = np.zeros(quota + 1, np.int64)
    while n_queue > 0:
        person = queue[head]
        if n_queue > BIDS_AHEAD:
            ahead = head + BIDS_AHEAD
            start = starts[queue[ahead - size if ahead >= size else ahead]]
            prefetch(columns, start)
            prefetch(scores, start)
            prefetch(columns, start + 16)
            prefetch(scores, start + 16)
        head += 1
        if head == size:
            head = 0
        n_queue -= 1
        waiting[person] = 0
        if wants[person] == 1:
            # The same search as `_best_few`, written out: nearly all time goes here, and a call would add a fifth.
            best, floor, entry = 0, 0, -1
            for candidate in range(starts[person], starts[person + 1]):
                value = (scores[candidate] + bonus) * unit
                if value <= floor:
                    break
                if quota > 1 and held[candidate]:
                    continue
                gain = value - prices[columns[candidate]]
                if gain > best:
                    floor = best
                    best = gain
                    entry = candidate
                elif gain > floor:
                    floor = gain
            values[0] = best
            entries[0] = entry
            found = 1 if entry >= 0 else 0
        else:
            found, floor = _best_few(
                person, wants[person], starts, columns, scores, bonus, unit, prices, held, values, entries
            )
        for place in range(found):
            bids += 1
            since += 1
            entry = entries[place]
            vacancy = columns[entry]
            bid = prices[vacancy] + values[place] - floor + epsilon
            low, count = first[vacancy], taken[vacancy]
            wants[person] -= 1
            if quota > 1:
                held[entry] = 1
            if low + count < first[vacancy + 1]:
                _enter(slots, low, count, bid, entry, person)
                taken[vacancy] = count + 1
                if low + count + 1 == first[vacancy + 1]:
                    prices[vacancy] = slots[low, BID]
            else:
                outbid = slots[low, PERSON]
                if quota > 1:
                    held[slots[low, ENTRY]] = 0
                _replace_lowest(slots, low, count, bid, entry, person)
                prices[vacancy] = slots[low, BID]
                wants[outbid] += 1
                if waiting[outbid] == 0:
                    waiting[outbid] = 1
                    place_in_queue = head + n_queue
                    queue[place_in_queue - size if place_in_queue >= size else place_in_queue] = outbid
                    n_queue += 1
        if n_queue < shortest:
            shortest, since = n_queue, 0
        if patience > 0 and since > patience * (n_queue + 64) and epsilon < highest:
            epsilon = min(epsilon * GROWTH, highest)
            shortest, since = n_queue, 0
    return epsilon, bids


@compiled()
def _best_few(  # type: ignore[no-untyped-def]
    person, wanted, starts, columns, scores, bonus, unit, prices, held, values, entries
):
    """The `wanted` entries not held that gain most above 0, and what the next best gains.

    Lists fall, so the search ends where no value is left that could be among them.
    """
    count, floor = 0, 0
    for entry in range(starts[person], starts[person + 1]):
        value = (scores[entry] + bonus) * unit
        if value <= floor:
            break
        value -= prices[columns[entry]]
        if value <= floor or held[entry]:
            continue
        place = min(count, wanted)
        count = min(count + 1, wanted + 1)
        while place > 0 and values[place - 1] < value:
            values[place], entries[place] = values[place - 1], entries[place - 1]
            place -= 1
        values[place], entries[place] = value, entry
        if count == wanted + 1:
            floor = values[wanted]
    return min(count, wanted), floor


@compiled()
def _enter(slots, low, count, bid, entry, person):  # type: ignore[no-untyped-def]
    place = count
    while place > 0:
        above = (place - 1) >> 1
        if slots[low + above, BID] <= bid:
            break
        _copy(slots, low + above, low + place)
        place = above
    _write(slots, low + place, bid, entry, person)


@compiled()
def _replace_lowest(slots, low, count, bid, entry, person):  # type: ignore[no-untyped-def]
    place = 0
    while True:
        below = 2 * place + 1
        if below >= count:
            break
        if below + 1 < count and slots[low + below + 1, BID] < slots[low + below, BID]:
            below += 1
        if slots[low + below, BID] >= bid:
            break
        _copy(slots, low + below, low + place)
        place = below
    _write(slots, low + place, bid, entry, person)


@compiled()
def _copy(slots, source, target):  # type: ignore[no-untyped-def]
    slots[target, BID] = slots[source, BID]
    slots[target, ENTRY] = slots[source, ENTRY]
    slots[target, PERSON] = slots[source, PERSON]


@compiled()
def _write(slots, place, bid, entry, person):  # type: ignore[no-untyped-def]
    slots[place, BID] = bid
    slots[place, ENTRY] = entry
    slots[place, PERSON] = person


@compiled()
def collect(first, taken, slots, quota, chosen):  # type: ignore[no-untyped-def]
    """Write per person (`quota` places each in `chosen`, -1 free) which entries they hold."""
    chosen[:] = -1
    for vacancy in range(len(taken)):
        for slot in range(first[vacancy], first[vacancy] + taken[vacancy]):
            place = slots[slot, PERSON] * quota
            while chosen[place] >= 0:
                place += 1
            chosen[place] = slots[slot, ENTRY]


@compiled()
def tighten(  # type: ignore[no-untyped-def]
    starts, columns, scores, bonus, unit, epsilon, quota,
    first, taken, slots, prices, wants, waiting, held, queue, chosen, order,
):  # fmt: skip
    """Begin a round with a smaller epsilon: let go of what is no longer within it, and queue who wants more.

    Returns: how many are queued. All bids on a vacancy fall back to its price.
    """
    n_queue = 0
    taken[:] = 0
    if quota > 1:
        _mark_held(chosen, held)
    for person in order:
        best = 0
        for entry in range(starts[person], starts[person + 1]):
            value = (scores[entry] + bonus) * unit
            if value <= best:
                break
            value -= prices[columns[entry]]
            if value > best and not (quota > 1 and held[entry]):
                best = value
        free = quota
        for place in range(person * quota, (person + 1) * quota):
            entry = chosen[place]
            if entry < 0:
                continue
            vacancy = columns[entry]
            if (scores[entry] + bonus) * unit - prices[vacancy] >= best - epsilon:
                _write(slots, first[vacancy] + taken[vacancy], prices[vacancy], entry, person)
                taken[vacancy] += 1
                free -= 1
            elif quota > 1:
                held[entry] = 0
        wants[person] = free
        if free > 0 and best > 0:
            waiting[person] = 1
            queue[n_queue] = person
            n_queue += 1
    return n_queue


@compiled()
def _mark_held(chosen, held):  # type: ignore[no-untyped-def]
    held[:] = 0
    for entry in chosen:
        if entry >= 0:
            held[entry] = 1


@compiled()
def _least_held(person, columns, scores, bonus, unit, quota, prices, chosen):  # type: ignore[no-untyped-def]
    """What a person gains by the least of what they hold (0 with a free place), and in which place it stands."""
    least, at = 1 << 62, 0
    for place in range(person * quota, (person + 1) * quota):
        entry = chosen[place]
        if entry < 0:
            return 0, place
        gain = (scores[entry] + bonus) * unit - prices[columns[entry]]
        if gain < least:
            least, at = gain, place
    return least, at


@compiled()
def reverse(  # type: ignore[no-untyped-def]
    starts, columns, scores, bonus, unit, epsilon, quota, first, taken, prices, held, chosen, order
):
    """Vacancies with a free slot and a price above 0 lower it until somebody comes, or until it is 0.

    Returns: how many persons moved. Gains are kept per person and may be out of date, then too low (they only rise
    here): the winner's is made sure of before the move, the others only make the price fall less far.
    """
    n_vacancies, n_persons = len(prices), len(starts) - 1
    stack = np.empty(n_vacancies, np.int32)
    stacked = np.zeros(n_vacancies, np.uint8)
    depth = 0
    for vacancy in range(n_vacancies):
        if prices[vacancy] > 0 and first[vacancy] + taken[vacancy] < first[vacancy + 1]:
            stack[depth] = vacancy
            stacked[vacancy] = 1
            depth += 1
    if depth == 0:
        return 0
    list_starts, persons, entries = _by_vacancy(starts, columns, n_vacancies, order)
    gains = np.empty(n_persons, np.int64)
    for person in range(n_persons):
        gains[person] = _least_held(person, columns, scores, bonus, unit, quota, prices, chosen)[0]
    if quota > 1:
        _mark_held(chosen, held)
    moves = 0
    while depth > 0:
        vacancy = stack[depth - 1]
        if prices[vacancy] == 0 or first[vacancy] + taken[vacancy] == first[vacancy + 1]:
            depth -= 1
            stacked[vacancy] = 0
            continue
        best, second, chosen_place = 0, 0, -1
        for place in range(list_starts[vacancy], list_starts[vacancy + 1]):
            person, entry = persons[place], entries[place]
            offer = (scores[entry] + bonus) * unit - gains[person]
            if offer <= second or (held[entry] if quota > 1 else chosen[person] == entry):
                continue
            if offer > best:
                best, second, chosen_place = offer, best, place
            else:
                second = offer
        if best < epsilon:
            prices[vacancy] = 0
            continue
        person, entry = persons[chosen_place], entries[chosen_place]
        if _update(person, gains, columns, scores, bonus, unit, quota, prices, chosen):
            continue
        moves += 1
        prices[vacancy] = min(prices[vacancy], max(0, second - epsilon))
        at = _least_held(person, columns, scores, bonus, unit, quota, prices, chosen)[1]
        left = chosen[at]
        chosen[at] = entry
        taken[vacancy] += 1
        if quota > 1:
            held[entry] = 1
        _update(person, gains, columns, scores, bonus, unit, quota, prices, chosen)
        if left >= 0:
            if quota > 1:
                held[left] = 0
            before = columns[left]
            taken[before] -= 1
            if prices[before] > 0 and stacked[before] == 0:
                stack[depth] = before
                stacked[before] = 1
                depth += 1
    return moves


@compiled()
def _update(person, gains, columns, scores, bonus, unit, quota, prices, chosen):  # type: ignore[no-untyped-def]
    """Was the gain of this person out of date? It is up to date now."""
    gain = _least_held(person, columns, scores, bonus, unit, quota, prices, chosen)[0]
    if gain == gains[person]:
        return False
    gains[person] = gain
    return True


@compiled()
def _by_vacancy(starts, columns, n_vacancies, order):  # type: ignore[no-untyped-def]
    """The entries by vacancy: where each vacancy's begin, and person and entry of each."""
    list_starts = np.zeros(n_vacancies + 1, np.int64)
    for column in columns:
        list_starts[column + 1] += 1
    for vacancy in range(n_vacancies):
        list_starts[vacancy + 1] += list_starts[vacancy]
    places = list_starts[:-1].copy()
    persons = np.empty(len(columns), np.int32)
    entries = np.empty(len(columns), np.int64)
    for person in order:
        for entry in range(starts[person], starts[person + 1]):
            place = places[columns[entry]]
            persons[place] = person
            entries[place] = entry
            places[columns[entry]] = place + 1
    return list_starts, persons, entries


@compiled()
def lowest_prices(  # type: ignore[no-untyped-def]
    starts, columns, scores, bonus, own, holder_starts, holders, highest, prices
):
    """Raise prices from 0 until nobody would rather have another vacancy of their list than their own entry `own`.

    Who pays more for their own asks more of every other, so a raise goes on to the holders. Returns: False when a price
    passes `highest`, which happens only when persons could better change places, and then never ends.
    """
    size = len(own)
    queue = np.arange(size).astype(np.int32)
    waiting = np.ones(size, np.uint8)
    head, n_queue = 0, size
    while n_queue > 0:
        person = queue[head]
        if n_queue > BIDS_AHEAD:
            ahead = head + BIDS_AHEAD
            start = starts[queue[ahead - size if ahead >= size else ahead]]
            prefetch(columns, start)
            prefetch(scores, start)
        head += 1
        if head == size:
            head = 0
        n_queue -= 1
        waiting[person] = 0
        gain = 0
        if own[person] >= 0:
            gain = scores[own[person]] + bonus - prices[columns[own[person]]]
        for entry in range(starts[person], starts[person + 1]):
            worth = scores[entry] + bonus - gain
            if worth <= 0:
                break
            vacancy = columns[entry]
            if worth <= prices[vacancy] or entry == own[person]:
                continue
            if worth > highest:
                return False
            prices[vacancy] = worth
            for place in range(holder_starts[vacancy], holder_starts[vacancy + 1]):
                holder = holders[place]
                if waiting[holder] == 0:
                    waiting[holder] = 1
                    ahead = head + n_queue
                    queue[ahead - size if ahead >= size else ahead] = holder
                    n_queue += 1
    return True
