#!/usr/bin/env python3
"""Repeats the draws of a class from what was published: verify.py draws.json

Get draws.json from https://YOUR-SERVER/draw/CLASS after the claims have ended.
docs/draw.zh.md says what each value is. This needs nothing but Python 3."""
import hashlib, hmac, json, sys

RULE = "won = first 48 bits of HMAC-SHA256(seed, class|pack|number) * 1000000 < odds * 2^48"


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def check(n):
    if n["rule"] != RULE:
        sys.exit("another rule: " + n["rule"])
    if not n.get("seed"):
        sys.exit("the seed is not public yet")
    if sha(n["seed"]) != n["commitment"]:
        sys.exit("the seed is not the one that was promised")
    name, chain, winners = n["class"] + "|" + n["pack"], "", []
    chain = sha(name + "|" + RULE + "|" + n["commitment"])
    for number, d in enumerate(n.get("draws", []), 1):
        mac = hmac.new(bytes.fromhex(n["seed"]), f"{name}|{number}".encode(), hashlib.sha256)
        won = int.from_bytes(mac.digest()[:6], "big") * 1000000 < d["odds"] << 48
        if d["number"] != number or d["won"] is not won:
            sys.exit(f"draw {number} of pack {n['pack']} is wrong")
        chain = sha(f"{chain}|{number}|{d['odds']}|{int(won)}|{n['seed']}")
        winners += [number] if won else []
    if n["count"] != len(n.get("draws", [])) or n["chain"] != chain:
        sys.exit("the chain of pack " + n["pack"] + " is not that of these draws")
    print("pack", n["pack"], "right;", n["count"], "draws; winners:", *winners)


for notice in json.load(open(sys.argv[1], encoding="utf-8")):
    check(notice)
