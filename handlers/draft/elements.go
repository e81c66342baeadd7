package draft

import "zhujiao/bot/draft"

// Element is something that an announcement says, contradicts or leaves out, as `zhujiao
// draft --json` prints it.
type Element struct {
	Field string `json:"field"`
	// Value is a string, an int, a bool or a pack; for a contradiction and for what is
	// missing it is a sentence in Chinese.
	Value any `json:"value"`
	// Source is the sentence of the announcement; empty for what no sentence mentions.
	Source string `json:"source"`
}

// Elements lists all that was read, in the order of the fields.
func Elements(r draft.Reading) []Element {
	out := make([]Element, 0, len(r.Facts)+len(r.Clashes)+len(r.Gaps))
	for _, f := range r.Facts {
		v := f.Value
		if p, ok := v.(draft.Pack); ok {
			v = packElement(p)
		}
		out = append(out, Element{string(f.Field), v, f.Source})
	}
	for _, c := range r.Clashes {
		out = append(out, Element{"contradiction", Contradiction(c), c.Source})
	}
	for _, g := range r.Gaps {
		what, ask := Missing(g)
		out = append(out, Element{"missing", what + "：" + ask, g.Source})
	}
	for _, h := range (entries{newWriter(r)}).heldBack() {
		out = append(out, Element{"missing", h.words(), h.Source})
	}
	return out
}

// pack is a pack whose value, as the announcement writes it, may be unknown.
type pack struct {
	Name      string          `json:"name"`
	Value     *string         `json:"value"`
	Condition draft.Condition `json:"condition"`
	Contents  []string        `json:"contents"`
}

func packElement(p draft.Pack) pack {
	out := pack{p.Name, nil, p.Condition, append([]string{}, p.Contents...)}
	if p.Value > 0 {
		out.Value = &p.Written
	}
	return out
}
