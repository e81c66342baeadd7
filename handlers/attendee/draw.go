package attendee

import (
	"context"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// drawNotice answers 抽签公示 with what everybody may know about the draws of the class,
// and with the sender's own draw.
func drawNotice(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	return inEach(v, func(v *handlers.Visit) (bot.Reply, error) {
		packs := v.Attendees.Draws.Packs()
		if len(packs) == 0 {
			return v.Say(content.KeyDrawNone, nil)
		}
		var said []string
		for _, k := range packs {
			words, err := drawOf(ctx, v, k)
			if err != nil {
				return nil, err
			}
			said = append(said, words)
		}
		return bot.Text(strings.Join(append(said, v.Words(content.KeyDrawHow, nil)), "\n\n")), nil
	})
}

// drawOf says what is public about the draws of a pack, and what the sender drew.
func drawOf(ctx context.Context, v *handlers.Visit, k campaign.Pack) (string, error) {
	d := v.Attendees.Draws
	n, err := d.Notice(ctx, k.ID, v.Time())
	if err != nil {
		return "", err
	}
	own, drawn, err := d.Own(ctx, v.Person, k.ID)
	if err != nil {
		return "", err
	}
	vars := content.Vars{
		"包": k.ID, "包名": k.Name, "概率": percent(campaign.Odds(k.Chance)), "人次": strconv.Itoa(n.Count), "承诺值": n.Commitment,
		"种子": n.Seed, "链值": n.Chain, "号": strconv.Itoa(own.Number),
	}
	said := []string{v.Words(content.KeyDrawOpen, vars)}
	if n.Seed != "" {
		said[0] = v.Words(content.KeyDrawShown, vars)
	}
	switch {
	case !drawn:
		said = append(said, v.Words(content.KeyDrawOwnNone, vars))
	case own.Won:
		said = append(said, v.Words(content.KeyDrawOwnWon, vars))
	default:
		said = append(said, v.Words(content.KeyDrawOwnLost, vars))
	}
	return strings.Join(said, "\n"), nil
}

// percent writes odds in millionths as a percentage: 300,000 is 30%.
func percent(odds int) string {
	return strconv.FormatFloat(float64(odds)/(campaign.OddsScale/100), 'f', -1, 64) + "%"
}
