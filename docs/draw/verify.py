#!/usr/bin/env python3
"""Repeats the draws of a class from https://YOUR-SERVER/draw/CLASS, published after the claims:
verify.py draws.json [--commitment X] [--chain N:HASH]   X, N and HASH: what you noted before
docs/draw.zh.md explains each value. This needs nothing but Python 3."""
import argparse, hashlib, hmac, itertools, json, sys

RULE = "won = first 48 bits of HMAC-SHA256(seed, class|pack|number) * 1000000 < odds * 2^48"
def sha(text): return hashlib.sha256(text.encode()).hexdigest()

def check(n):  # returns the chain after each number of draws, with the number before it
    draws, odds, name = n.get("draws", []), [], n["class"] + "|" + n["pack"]
    for millionths, run in itertools.groupby(draws, lambda d: d["odds"]):
        first, *_, last = [d["number"] for d in run] * 2
        odds.append(f"{first}{'' if first == last else f'–{last}'}: {millionths / 10000:g} %")
    print(*(field + f": {n[field]}" for field in ("commitment", "count", "chain")), sep="\n")
    print("odds:", ", ".join(odds) or "no draws")
    if n["rule"] != RULE or not n.get("seed") or sha(n["seed"]) != n["commitment"]:
        sys.exit("WRONG: another rule, a seed that was not promised, or none: it is shown after the end")
    chains = [sha(name + "|" + RULE + "|" + n["commitment"])]
    for number, d in enumerate(draws, 1):
        mac = hmac.new(bytes.fromhex(n["seed"]), f"{name}|{number}".encode(), hashlib.sha256)
        won = int.from_bytes(mac.digest()[:6], "big") * 1000000 < d["odds"] << 48
        if d["number"] != number or d["won"] is not won:
            sys.exit(f"WRONG: draw {number} of pack {n['pack']}")
        chains.append(sha(f"{chains[-1]}|{number}|{d['odds']}|{int(won)}|{n['seed']}"))
    if n["count"] != len(draws) or n["chain"] != chains[-1]:
        sys.exit("WRONG: the chain of pack " + n["pack"] + " is not that of these draws")
    winners = " ".join(str(d["number"]) for d in draws if d["won"])
    print("pack", n["pack"], "right; winners: " + winners if draws else "not checked: nobody drew")
    return [f"{count}:{chain}" for count, chain in enumerate(chains)]

options = argparse.ArgumentParser()
for name in "file", "--commitment", "--chain": options.add_argument(name)
noted = options.parse_args()
notices = json.load(open(noted.file, encoding="utf-8"))
seen = sum(map(check, notices), [])
if noted.commitment and noted.commitment not in [n["commitment"] for n in notices]:
    sys.exit("WRONG: no pack has the commitment that was noted")
if noted.chain and noted.chain not in seen: sys.exit("WRONG: no pack has the chain that was noted")
if len(seen) == len(notices): sys.exit("nothing to check: nobody drew")
