package campaign

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"time"
)

// Draw is one draw for a pack. Draws of a pack are numbered 1, 2, 3, … in the order in
// which people drew, without gaps.
type Draw struct {
	Number int `json:"number"`
	// Odds is the probability of this draw in millionths: the file's when it was drawn.
	Odds int  `json:"odds"`
	Won  bool `json:"won"`
}

// OddsScale is what a probability of 1 is in Draw.Odds.
const OddsScale = 1_000_000

// Odds returns a probability of 0 to 1 in millionths.
func Odds(chance float64) int { return int(math.Round(chance * OddsScale)) }

// DrawRule is how a draw is decided, in words that can be computed. It is published with
// the draws; another rule gets another text.
const DrawRule = "won = first 48 bits of HMAC-SHA256(seed, class|pack|number) * 1000000 < odds * 2^48"

// Commitment returns the hash under which a seed is promised before anybody draws: SHA-256
// of its hexadecimal text, in hexadecimal.
func Commitment(seed string) string { return chained(seed) }

// ErrBadSeed is a seed that is not hexadecimal.
var ErrBadSeed = errors.New("the seed is not hexadecimal")

// DrawWon decides a draw by DrawRule. The seed is in hexadecimal, odds in millionths.
func DrawWon(seed, class, pack string, number, odds int) (bool, error) {
	key, err := hex.DecodeString(seed)
	if err != nil || seed == "" {
		return false, ErrBadSeed
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(class + "|" + pack + "|" + strconv.Itoa(number)))
	lot := binary.BigEndian.Uint64(mac.Sum(nil)[:8]) >> 16
	left := new(big.Int).Mul(new(big.Int).SetUint64(lot), big.NewInt(OddsScale))
	right := new(big.Int).Lsh(big.NewInt(int64(odds)), 48)
	return left.Cmp(right) < 0, nil
}

// FirstChain returns the chain of a pack before its first draw. Each draw gives the next
// one, so that a draw of the past cannot be changed without changing what people have read.
func FirstChain(class, pack, commitment string) string {
	return chained(class + "|" + pack + "|" + DrawRule + "|" + commitment)
}

// NextChain returns the chain after a draw. The seed is part of it, so that nobody reads the
// results from it before the seed is shown.
func NextChain(seed, chain string, d Draw) string {
	won := "0"
	if d.Won {
		won = "1"
	}
	return chained(chain + "|" + strconv.Itoa(d.Number) + "|" + strconv.Itoa(d.Odds) + "|" + won + "|" + seed)
}

// chained is SHA-256 of a text, in hexadecimal.
func chained(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// ErrNoDrawMore is a draw after the seed was shown: its result could be known before.
var ErrNoDrawMore = errors.New("the seed of the draw is public; nobody can draw any more")

// Drawing says who draws for what.
type Drawing struct {
	Class, Pack string
	// Hash is that of the person.
	Hash string
}

// Drawer draws.
type Drawer interface {
	// Draw returns the draw of somebody for a pack. The first time it is drawn, with the
	// next number; nobody draws twice, whatever was erased meanwhile. ErrNoDrawMore leaves
	// everything as it was.
	Draw(ctx context.Context, by Drawing, odds int, at time.Time) (Draw, error)
}

// DrawStore knows the draws of packs.
type DrawStore interface {
	// Seed returns the secret that decides all draws of a pack, in hexadecimal: always the
	// same, made before the class and chosen by nobody.
	Seed(class, pack string) string
	// Drawn returns the draw of somebody, or ErrNotFound.
	Drawn(ctx context.Context, class, pack, personHash string) (Draw, error)
	// DrawnIn returns at most n classes in which somebody drew, the latest draw first.
	DrawnIn(ctx context.Context, personHash string, n int) ([]string, error)
	// Tally returns where the draws of a pack stand; zero before the first.
	Tally(ctx context.Context, class, pack string) (DrawTally, error)
	// Draws returns at most n draws with numbers after one, in their order.
	Draws(ctx context.Context, class, pack string, after, n int) ([]Draw, error)
	// ShowSeed ends the draws of a pack for ever, because its seed is about to be shown.
	ShowSeed(ctx context.Context, class, pack string, at time.Time) error
}

// DrawTally says where the draws of a pack stand.
type DrawTally struct {
	Count int
	// Chain is the hash after the last draw; empty before the first.
	Chain string
	// Shown is set when the seed was shown, so that nobody can draw any more.
	Shown bool
}

// DrawNotice is what everybody may know about the draw of a pack. Nothing in it leads to a
// person. It is published as JSON.
type DrawNotice struct {
	Class string `json:"class"`
	Pack  string `json:"pack"`
	// Rule is DrawRule.
	Rule       string `json:"rule"`
	Commitment string `json:"commitment"`
	// Seed is empty until nobody can draw any more.
	Seed string `json:"seed,omitempty"`
	// Until is when drawing ends and the seed may be shown; zero when it is shown.
	Until time.Time `json:"until,omitzero"`
	// Count is how many were drawn, Chain the hash after the last of them.
	Count int    `json:"count"`
	Chain string `json:"chain"`
	// Draws are all of them, once the seed is shown.
	Draws []Draw `json:"draws,omitempty"`
}

// Draws tells what everybody may know about the draws of a class.
type Draws struct {
	Campaign *Campaign
	Store    DrawStore
	// Open returns a class that is stored, whether it serves or not. A class that cannot be
	// read any more is ErrNotFound.
	Open func(ctx context.Context, class string) (*Campaign, error)
}

// pastDraws is how many classes somebody's draws are looked up in.
const pastDraws = 4

// Past returns the draws of other classes in which somebody drew, the latest first: after
// the end of a class the account answers for another one, and its seed is due then.
func (d *Draws) Past(ctx context.Context, p *Person, except ...string) (out []*Draws, err error) {
	classes, err := d.Store.DrawnIn(ctx, p.Hash, pastDraws)
	if err != nil {
		return nil, fmt.Errorf("find the classes in which somebody drew: %w", err)
	}
	for _, id := range classes {
		if slices.Contains(except, id) {
			continue
		}
		c, err := d.Open(ctx, id)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("open the class of a draw: %w", err)
		}
		out = append(out, &Draws{Campaign: c, Store: d.Store, Open: d.Open})
	}
	return out, nil
}

// Packs returns the packs of the class that are drawn.
func (d *Draws) Packs() (out []Pack) {
	for _, k := range d.Campaign.Packs {
		if k.Draw {
			out = append(out, k)
		}
	}
	return out
}

// Notice returns what is public about a pack at a time, without the list of draws. After
// the end of the claims it shows the seed, and from then on nobody can draw, also if the
// end is moved. It must run in a unit.
func (d *Draws) Notice(ctx context.Context, pack string, now time.Time) (DrawNotice, error) {
	seed := d.Store.Seed(d.Campaign.ID, pack)
	n := DrawNotice{Class: d.Campaign.ID, Pack: pack, Rule: DrawRule, Commitment: Commitment(seed)}
	t, err := d.Store.Tally(ctx, n.Class, pack)
	if err != nil {
		return n, fmt.Errorf("count the draws of pack %s: %w", pack, err)
	}
	end := d.Campaign.ClaimsEnd()
	switch {
	case t.Shown:
		n.Seed = seed
	case now.After(end):
		if err := d.Store.ShowSeed(ctx, n.Class, pack, now); err != nil {
			return n, fmt.Errorf("end the draws of pack %s: %w", pack, err)
		}
		n.Seed = seed
	default:
		n.Until = end.In(d.Campaign.Zone)
	}
	n.Count, n.Chain = t.Count, t.Chain
	if n.Count == 0 {
		n.Chain = FirstChain(n.Class, pack, n.Commitment)
	}
	return n, nil
}

// drawPage is how many draws are read at once.
const drawPage = 500

// Full is Notice with all draws, if the seed is shown.
func (d *Draws) Full(ctx context.Context, pack string, now time.Time) (DrawNotice, error) {
	n, err := d.Notice(ctx, pack, now)
	if err != nil || n.Seed == "" {
		return n, err
	}
	for {
		page, err := d.Store.Draws(ctx, n.Class, pack, len(n.Draws), drawPage)
		if err != nil {
			return n, fmt.Errorf("read the draws of pack %s: %w", pack, err)
		}
		n.Draws = append(n.Draws, page...)
		if len(page) < drawPage {
			return n, nil
		}
	}
}

// Own returns the draw of a person; ok is false if they have not drawn.
func (d *Draws) Own(ctx context.Context, p *Person, pack string) (own Draw, ok bool, err error) {
	own, err = d.Store.Drawn(ctx, d.Campaign.ID, pack, p.Hash)
	if errors.Is(err, ErrNotFound) {
		return own, false, nil
	}
	return own, err == nil, err
}

// A DrawError says what of a published notice is not as it was promised.
type DrawError struct {
	// Field is the name of the value in the JSON, Number the draw that it belongs to, or 0.
	Field  string
	Number int
}

// Error names the value.
func (f *DrawError) Error() string {
	if f.Number > 0 {
		return "draw " + strconv.Itoa(f.Number) + ": " + f.Field + " is not what the published values give"
	}
	return f.Field + " is not what the published values give"
}

// ReadDraws reads what was published: the notices of a class. What they do not have is
// refused, so that no value goes by under another name.
func ReadDraws(published []byte) ([]DrawNotice, error) {
	in := json.NewDecoder(bytes.NewReader(published))
	in.DisallowUnknownFields()
	var out []DrawNotice
	if err := in.Decode(&out); err != nil {
		return nil, fmt.Errorf("read the published draws: not what zhujiao draw publish and /draw/CLASS give: %w", err)
	}
	return out, nil
}

// ErrSeedSecret is a notice from before the end of the claims.
var ErrSeedSecret = errors.New("the seed is not public yet: take what is published after the end of the claims")

// Verify computes every result anew from what is published. It returns a *DrawError for
// the first value that does not fit, or ErrSeedSecret.
func (n *DrawNotice) Verify() error {
	switch {
	case n.Rule != DrawRule:
		return &DrawError{Field: "rule"}
	case n.Seed == "" && !n.Until.IsZero():
		return ErrSeedSecret
	case n.Seed == "":
		return &DrawError{Field: "seed"}
	case !n.Until.IsZero():
		return &DrawError{Field: "until"}
	case Commitment(n.Seed) != n.Commitment:
		return &DrawError{Field: "commitment"}
	case n.Count != len(n.Draws):
		return &DrawError{Field: "count"}
	}
	chain := FirstChain(n.Class, n.Pack, n.Commitment)
	for i, d := range n.Draws {
		if d.Number != i+1 {
			return &DrawError{Field: "number", Number: i + 1}
		}
		if d.Odds < 0 || d.Odds > OddsScale {
			return &DrawError{Field: "odds", Number: d.Number}
		}
		won, err := DrawWon(n.Seed, n.Class, n.Pack, d.Number, d.Odds)
		if err != nil {
			return &DrawError{Field: "seed"}
		}
		if won != d.Won {
			return &DrawError{Field: "won", Number: d.Number}
		}
		chain = NextChain(n.Seed, chain, d)
	}
	if chain != n.Chain {
		return &DrawError{Field: "chain"}
	}
	return nil
}
