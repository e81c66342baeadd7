package handlers

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// supersedes finds whose place the answer of a ticket would take: that of what was
// published for the same question, and that of a pending entry, which people are
// told nothing of until it has an answer. Empty ids are nobody's.
func (m *Mouth) supersedes(t *campaign.Ticket, question string) (published, pending campaign.Entry) {
	published, pending = m.Campaign.Replaced(question)
	if pending.ID != "" {
		return published, pending
	}
	ids := []string{t.Entry}
	if r := m.reader.Match(question); r.Band == bot.BandAnswer && r.Confidence >= 1 { // its wording, with a 请问 around it
		ids = append(ids, r.Hits[0].ID)
	}
	for _, id := range ids {
		if e, ok := m.Campaign.Entry(id); ok && e.Pending {
			return published, e
		}
	}
	return published, pending
}

// unpublishable tells why a question cannot get an answer, in words for a moderator;
// "" if it can. What a pending entry or an older answer has is handed over, but
// nothing is published twice.
func (m *Mouth) unpublishable(question, answer string) string {
	old, pending := m.Campaign.Replaced(question)
	if pending.ID != "" || old.ID != "" && old.Answer != answer {
		return ""
	}
	return m.unusable(question)
}

// handOver lets a published entry answer for a pending one that its own wording
// does not name: the pending question becomes a phrasing of it.
func (m *Mouth) handOver(ctx context.Context, c *command, e campaign.Published, pending string) error {
	p, ok := m.Campaign.Entry(pending)
	if !ok || !p.Pending {
		return nil
	}
	if _, named := m.Campaign.Replaced(e.Question); named.ID == p.ID {
		return nil
	}
	_, err := m.Phrasebook.Store.AddPhrasing(ctx, m.Campaign.ID, campaign.Phrasing{Entry: e.ID(), Words: p.Question}, c.who.Name, c.Arrived)
	return err
}
