package faqlab

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"zhujiao/bot/campaign"
	"zhujiao/bot/faq"
	"zhujiao/bot/text"
)

const (
	// A group proposes phrasings if this share of its texts points to one entry, by what
	// people chose or by the matcher.
	clusterShare = 0.6
	// pointingScore is from which score on the likeliest entry of a text counts. A moderator
	// reads what is proposed, so it is lower than what is asked back.
	pointingScore = 0.2
	// clusterShown is how many phrasings one group proposes.
	clusterShown = 3
)

// Propose groups what was not answered together with what people chose an entry for, and
// returns for each entry the texts that nobody has chosen it for, although they are like
// those that somebody did, or point to the entry together.
func Propose(m *faq.Matcher, entry func(id string) (campaign.Entry, bool), texts []string, chosen map[string][]string) []campaign.Phrasing {
	all := slices.Clone(texts)
	var votes []string // the entry to which each text points; "" for none
	for _, said := range texts {
		votes = append(votes, likeliest(m, entry, said))
	}
	for _, id := range slices.Sorted(maps.Keys(chosen)) {
		if _, ok := entry(id); !ok {
			continue // a command
		}
		for _, said := range chosen[id] {
			all, votes = append(all, said), append(votes, id)
		}
	}
	var out []campaign.Phrasing
	for _, g := range m.Group(all) {
		if id, ok := elected(g.Texts, votes, len(texts)); ok {
			out = append(out, phrasingsOf(id, g.Texts, texts)...)
		}
	}
	return out
}

// likeliest returns the entry with an answer that a text points to, or "".
func likeliest(m *faq.Matcher, entry func(id string) (campaign.Entry, bool), said string) string {
	r := m.Match(text.Fold(said))
	if len(r.Hits) == 0 || r.Band == faq.None && r.Hits[0].Score < pointingScore {
		return ""
	}
	if e, ok := entry(r.Hits[0].ID); ok && !e.Pending {
		return e.ID
	}
	return ""
}

// phrasingsOf returns the first different texts of a group; those beyond texts were chosen.
func phrasingsOf(id string, group []int, texts []string) (out []campaign.Phrasing) {
	for _, i := range group {
		if i >= len(texts) || len(out) == clusterShown {
			continue
		}
		if p := (campaign.Phrasing{Entry: id, Words: texts[i]}); !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// elected returns the entry to which a group of at least two texts points. Where people have
// chosen, for the texts from number chosen on, only that counts; ok is false if it points
// nowhere.
func elected(group []int, votes []string, chosen int) (entry string, ok bool) {
	counts, all := map[string]int{}, 0
	byChoice := slices.ContainsFunc(group, func(i int) bool { return i >= chosen })
	for _, i := range group {
		if byChoice && i < chosen {
			continue
		}
		all++
		if votes[i] != "" {
			counts[votes[i]]++
		}
	}
	for id, n := range counts {
		if (byChoice || n >= 2) && float64(n) >= clusterShare*float64(all) {
			return id, true // more than half: there is only one
		}
	}
	return "", false
}

// printClusters prints the phrasings that groups propose, as the commands that add them.
func printClusters(w io.Writer, phrasings []campaign.Phrasing) {
	if len(phrasings) == 0 {
		return
	}
	fmt.Fprintln(w, "\nphrasings to propose, by what was asked alike (to send if it fits):")
	for _, p := range phrasings {
		fmt.Fprintf(w, "  #问法 %s %s\n", p.Entry, text.Plain(p.Words)) //nolint:gosmopolitan // a moderator's command
	}
}
