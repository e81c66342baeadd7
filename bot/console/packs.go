package console

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// packs has the pages about what people can claim.
type packs struct{}

// renotifyShown is how many holders of an older link a page shows.
const renotifyShown = 40

// packView is a pack with its links and figures.
type packView struct {
	campaign.Pack
	moderation.PackFacts
	// Stocked is how many there ever were, negative for any number.
	Stocked int
	// Eligible is how many people meet the conditions.
	Eligible int
	Links    []linkView
	Path     string
	// EligiblePath, HeldPath and QueuedPath lead to the people behind the numbers; they are
	// empty for those who see nobody.
	EligiblePath, HeldPath, QueuedPath string
}

// linkView is a link of a pack. Mark tells it apart from others that look alike.
type linkView struct {
	moderation.LinkState
	Number           int
	Host, Mark       string
	Holders, Dead    int
	Added, Halted    time.Time
	DeadAfter        int
	Main, Restorable bool
	// HoldersPath and DeadPath lead to the people behind Holders and Dead.
	HoldersPath, DeadPath string
}

// packsPage lists the packs of a class. May is set for those who may change them.
type packsPage struct {
	Packs []packView
	May   bool
}

// packPage is one pack. Rows are the holders of another link than Serving.
type packPage struct {
	packView
	Serving string
	Rows    []moderation.RenotifyRow
	Next    string
	First   bool
	Times   []mark
	Reports []mark
	// Typed is what the form had when it was refused.
	Typed map[string]string
	Wrong *refusal
	// Drafted is what this login has typed into the form before.
	Drafted moderation.Typed
}

// page lists the packs.
func (k packs) page(v *visit) error {
	out := packsPage{May: v.who.May(moderation.ActionReplaceLink)}
	f, err := v.Moderation.Numbers.Read(v.ctx(), v.who)
	if err != nil {
		return err
	}
	for _, pack := range v.Campaign.Packs {
		p, err := k.read(v, pack, f)
		if err != nil {
			return err
		}
		out.Packs = append(out.Packs, p)
	}
	return v.page("packs", out)
}

// read reads how a pack stands; its links only for those who may change them.
func (packs) read(v *visit, pack campaign.Pack, f moderation.Figures) (out packView, err error) {
	out = packView{Pack: pack, Stocked: pack.Stock, Eligible: f.Tally.Taken, Path: v.path("packs/" + url.PathEscape(pack.ID))}
	g := groupsOf(v)
	out.EligiblePath, out.HeldPath, out.QueuedPath = g.Seated, g.Holders[pack.ID], behindPath(v, moderation.BehindQueued, pack.ID, nil)
	if pack.NeedsCheckin() {
		out.Eligible, out.EligiblePath = f.Present, g.Present
	}
	if out.PackFacts, err = v.Moderation.Lists.Views.Pack(v.ctx(), v.who, pack.ID); err != nil {
		return out, err
	}
	if pack.Stock >= 0 {
		out.Stocked += out.Extra
	}
	if !v.who.May(moderation.ActionStopLink) {
		return out, nil
	}
	links, err := v.Moderation.Links.List(v.ctx(), v.who, pack.ID, v.now)
	if err != nil {
		return out, err
	}
	for i, l := range links {
		of := pack.ID + ":" + markOf(l.URL+" "+l.Code)
		out.Links = append(out.Links, linkView{
			LinkState: l, Number: i + 1, Host: hostOf(l.URL), Mark: markOf(l.URL + " " + l.Code), Holders: out.ByLink[l.URL],
			Dead: out.Reports[l.URL], Added: out.Added[l.URL], Halted: out.Stopped[l.URL],
			DeadAfter: pack.DeadAfter, HoldersPath: behindPath(v, moderation.BehindHeld, of, nil),
			DeadPath: behindPath(v, moderation.BehindReports, of, nil),
		})
	}
	return out, nil
}

// path is where a pack's link is replaced; empty for those who may not.
func (packs) path(v *visit, pack string) string {
	if !v.who.May(moderation.ActionReplaceLink) {
		return ""
	}
	return v.path("packs/" + url.PathEscape(pack))
}

// hostOf is the host of an address.
func hostOf(address string) string {
	if u, err := url.Parse(address); err == nil {
		return u.Host
	}
	return ""
}

// markOf is a short fingerprint.
func markOf(words string) string {
	sum := sha256.Sum256([]byte(words))
	return hex.EncodeToString(sum[:3])
}

// pack returns the pack of the path, or campaign.ErrNotFound.
func (packs) pack(v *visit) (campaign.Pack, error) {
	if k, ok := v.Campaign.Pack(v.r.PathValue("pack")); ok {
		return k, nil
	}
	return campaign.Pack{}, campaign.ErrNotFound
}

// one shows a pack with the holders of older links.
func (k packs) one(v *visit) error {
	out, err := k.load(v)
	if err != nil {
		return err
	}
	return v.page("pack", out)
}

func (k packs) load(v *visit) (out packPage, err error) {
	pack, err := k.pack(v)
	if err != nil {
		return out, err
	}
	f, err := v.Moderation.Numbers.Read(v.ctx(), v.who)
	if err != nil {
		return out, err
	}
	if out.packView, err = k.read(v, pack, f); err != nil {
		return out, err
	}
	working, err := v.Attendees.Packs.Working(v.ctx(), pack, v.now)
	if err != nil {
		return out, err
	}
	if len(working) > 0 {
		out.Serving = working[0].URL
	}
	q := v.r.URL.Query()
	out.First = q.Get("after") == ""
	views := v.Moderation.Lists.Views
	page := moderation.Page{Limit: renotifyShown, After: q.Get("after")}
	others, err := views.Renotified(v.ctx(), v.who, moderation.NewLink{Pack: pack.ID, URL: out.Serving}, v.now, page)
	if err != nil {
		return out, err
	}
	out.Rows, out.Next = others.Rows, others.Next
	times, err := views.ClaimTimes(v.ctx(), v.who, pack.ID, seatStep)
	if err != nil {
		return out, err
	}
	out.Times = timesOf(v, times, seatStep, true, timed(v, moderation.BehindHeld, pack.ID))
	if out.Drafted, err = typedInto(v, moderation.FormLink, pack.ID); err != nil {
		return out, err
	}
	out.Typed = out.Drafted.Fields
	for _, l := range out.Links {
		out.Reports = append(out.Reports, mark{Label: strconv.Itoa(l.Number) + " " + l.Host + " " + l.Mark, N: l.Dead, Path: l.DeadPath})
	}
	return out, nil
}

// back leads from the address of a deed to its pack.
func (packs) back(v *visit) error {
	return v.redirect(v.path("packs/" + url.PathEscape(v.r.PathValue("pack"))))
}

// replace shows whom a new link would reach, with the code that replaces the old one.
func (k packs) replace(v *visit) error {
	pack, err := k.pack(v)
	if err != nil {
		return err
	}
	l, err := v.ReadLink(v.form("url"), v.form("code"), v.form("until"), v.now.In(v.Campaign.Zone))
	if err != nil {
		return k.again(v, err)
	}
	return v.ask(askPage{Kind: "link", Back: v.path("packs/" + url.PathEscape(pack.ID)), Pack: pack, Link: l},
		func(ctx context.Context, p *askPage) (err error) {
			if p.Estimate, err = v.Moderation.Lists.Views.Estimate(ctx, v.who, pack.ID, l, v.now); err != nil {
				return err
			}
			r, err := v.Moderation.Links.ProposeLink(ctx, v.who, pack.ID, l, v.now)
			p.Code, p.Holders = r.Code, r.Holders
			return err
		})
}

// again shows the form of a link once more, with what is wrong.
func (k packs) again(v *visit, err error) error {
	wrong, status, ok := refusalOfClass(err)
	if !ok {
		return err
	}
	out, err := k.load(v)
	if err != nil {
		return err
	}
	out.Wrong = &wrong
	out.Typed = map[string]string{"url": v.form("url"), "code": v.form("code"), "until": v.form("until")}
	_ = keepTyped(v, moderation.FormLink, out.ID, out.Typed) // the page has the words all the same
	return v.show(status, "pack", out)
}

// numbered does something to the link that a form names.
func (k packs) numbered(
	v *visit, code string, f func(ctx context.Context, who moderation.Actor, pack string, n int, at time.Time) error,
) error {
	pack, err := k.pack(v)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(v.form("n"))
	if err != nil {
		return moderation.ErrNoLink
	}
	return v.act(v.path("packs/"+url.PathEscape(pack.ID)), func(ctx context.Context, said *flash) error {
		said.Code, said.Name, said.N = code, pack.ID, n
		// Links count from the newest, so that a page of before a replacement means another one.
		links, err := v.Moderation.Links.List(ctx, v.who, pack.ID, v.now)
		if err != nil {
			return err
		}
		if n < 1 || n > len(links) || markOf(links[n-1].URL+" "+links[n-1].Code) != v.form("mark") {
			return moderation.ErrNoLink
		}
		return f(ctx, v.who, pack.ID, n, v.now)
	})
}

// stop takes a link out of service.
func (k packs) stop(v *visit) error { return k.numbered(v, "link-stopped", v.Moderation.Links.Stop) }

// restore puts a link back.
func (k packs) restore(v *visit) error {
	return k.numbered(v, "link-restored", v.Moderation.Links.Restore)
}

// restock adds to the stock of a pack.
func (k packs) restock(v *visit) error {
	pack, err := k.pack(v)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(strings.TrimSpace(v.form("n")))
	if err != nil {
		return moderation.ErrNumber
	}
	if pack.Stock < 0 {
		return errors.Join(moderation.ErrNumber, errors.New("the pack has no stock to add to"))
	}
	return v.act(v.path("packs/"+url.PathEscape(pack.ID)), func(ctx context.Context, said *flash) error {
		given, err := v.Moderation.Links.Restock(ctx, v.who, pack.ID, n, v.now)
		said.Code, said.Name, said.N, said.Text = "restocked", pack.ID, given, strconv.Itoa(n)
		return err
	})
}
