package console

import (
	"context"
	"net/url"
	"time"

	"zhujiao/bot/campaign"
)

// draws has the page on which anybody can check the draws of packs.
type draws struct{}

// drawnShown is how many numbers of a draw the page lists; the publication has all.
const drawnShown = 200

// drawView is what is public about a pack.
type drawView struct {
	campaign.DrawNotice
	Name string
	Won  int
	// More is how many numbers are not listed.
	More int
}

// drawsPage is what is public about the draws of a class. Published leads to all of it.
type drawsPage struct {
	Packs     []drawView
	Published string
}

// page shows what is public, and nothing else: whoever looks.
func (d draws) page(v *visit) error {
	packs, err := d.read(v, v.Attendees.Draws.Full)
	if err != nil {
		return err
	}
	return v.page("draws", drawsPage{packs, "/draw/" + url.PathEscape(v.Campaign.ID)})
}

// read returns what is public about each pack that is drawn.
func (draws) read(
	v *visit, notice func(ctx context.Context, pack string, now time.Time) (campaign.DrawNotice, error),
) (out []drawView, err error) {
	packs := v.Attendees.Draws.Packs()
	if len(packs) == 0 {
		return nil, nil
	}
	err = v.do(v.ctx(), func(ctx context.Context) error {
		out = nil
		for _, k := range packs {
			n, err := notice(ctx, k.ID, v.now)
			if err != nil {
				return err
			}
			out = append(out, drawViewOf(k, n))
		}
		return nil
	})
	return out, err
}

// drawViewOf counts who won and cuts the list.
func drawViewOf(k campaign.Pack, n campaign.DrawNotice) drawView {
	out := drawView{DrawNotice: n, Name: k.Name}
	for _, d := range n.Draws {
		if d.Won {
			out.Won++
		}
	}
	if out.More = len(n.Draws) - drawnShown; out.More > 0 {
		out.Draws = n.Draws[:drawnShown]
	}
	return out
}
