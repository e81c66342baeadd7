package console

import (
	"net/url"

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
	// Removed is set if the file does not draw for the pack any more.
	Removed bool
	Won     int
	// Odds are those of the numbers; several if the file changed them meanwhile.
	Odds []campaign.OddsRange
	// More is how many numbers are not listed.
	More int
}

// drawsPage is what is public about the draws of a class. Published leads to all of it.
type drawsPage struct {
	Packs     []drawView
	Published string
}

// page shows what is public, and nothing else: whoever looks.
func (draws) page(v *visit) error {
	packs, err := v.Attendees.Draws.Notices(v.ctx(), v.now)
	if err != nil {
		return err
	}
	if err := v.Attendees.Draws.Lists(v.ctx(), packs); err != nil {
		return err
	}
	return v.page("draws", drawsPage{drawViews(packs), "/draw/" + url.PathEscape(v.Campaign.ID)})
}

// onWall returns what the wall shows about each draw.
func (draws) onWall(v *visit) ([]drawView, error) {
	packs, err := v.Attendees.Draws.Notices(v.ctx(), v.now)
	return drawViews(packs), err
}

// drawViews counts who won and cuts the lists.
func drawViews(packs []campaign.PackDraw) (out []drawView) {
	for _, k := range packs {
		view := drawView{DrawNotice: k.Notice, Name: k.Pack.Name, Removed: k.Removed, Odds: campaign.OddsRanges(k.Notice.Draws)}
		for _, d := range view.Draws {
			if d.Won {
				view.Won++
			}
		}
		if view.More = len(view.Draws) - drawnShown; view.More > 0 {
			view.Draws = view.Draws[:drawnShown]
		}
		out = append(out, view)
	}
	return out
}
