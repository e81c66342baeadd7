package faq

import (
	"fmt"
	"strings"

	"zhujiao/bot/text"
)

// Fit is the content of weights.go, which .ci/fit writes, and of data/beyond.txt.
type Fit struct {
	Weights Weights
	Bounds  Bounds
	Custom  customWeights
	Claims  claimWeights
	File    FileFit
}

// Practice is what weights are fitted on.
type Practice struct {
	// Setup and Queries are entries with labelled questions; the questions decide the weights
	// for built-in intents alone.
	Setup   Setup
	Queries []Query
	// Precision is that which the answers have to keep.
	Precision float64
	// Classes are campaign files with labelled questions, and ClassPrecision the precision of
	// the answers to them.
	Classes        []OwnClass
	ClassPrecision float64
	// Claims are the lines of a file of claims.
	Claims string
}

// FitAll fits weights and bounds on everything.
func FitAll(p Practice) (out Fit, err error) {
	var base []example
	m, _ := New(p.Setup)
	out.Custom, base = fitCustomWeights(m.index.lang)
	out.Weights, out.Bounds = fitWeights(append(base, heldOutExamples(m)...), m.Judge(p.Queries), p.Precision)
	if out.Claims, err = fitClaims(p.Claims); err != nil {
		return Fit{}, err
	}
	out.File = FitFile(p.Classes, p.ClassPrecision)
	return out, nil
}

// fitClaims fits the weights of claims on lines of an intent and the wordings of an entry.
func fitClaims(lines string) (claimWeights, error) {
	xs, err := claimExamples(lines)
	if err != nil {
		return claimWeights{}, err
	}
	kinds := claimSignalTable()
	return claimWeights(fitLogistic(xs, kinds[:])), nil
}

// claimExamples reads a file of claims: on each line the intent, or -, and after " | " the
// wordings of an entry, parted by " / ".
func claimExamples(lines string) (out []example, err error) {
	basis := claimBasis()
	for _, line := range dataLines(lines) {
		want, words, found := strings.Cut(line, " | ")
		if !found {
			return nil, fmt.Errorf("no | in the claim %q", line)
		}
		var folded []string
		for w := range strings.SplitSeq(words, " / ") {
			folded = append(folded, text.Fold(w))
		}
		k, s := basis.claimSignals(folded)
		out = append(out, example{s[:], Intents()[k].Name == want, 1})
	}
	return out, nil
}

// Source returns the text of weights.go, not yet formatted.
func (f Fit) Source() string {
	var b strings.Builder
	signals, custom, claims, rank := signalTable(), customSignalTable(), claimSignalTable(), rankTable()
	function := func(comment, head, body string) {
		fmt.Fprintf(&b, "\n// %s\nfunc %s {\n\treturn %s\n}\n", comment, head, body)
	}
	b.WriteString("package faq\n")
	function("shippedWeights were fitted by .ci/fit; docs/understanding.md says on what, and how\n// well they do.",
		"shippedWeights() Weights", "Weights"+literal(f.Weights[:], signals[:], "sigConstant"))
	function("shippedBounds are the confidences that reached the wished precision.", "shippedBounds() Bounds", f.Bounds.literal())
	function("shippedCustomWeights are the weights of custom entries.",
		"shippedCustomWeights() customWeights", "customWeights"+literal(f.Custom[:], custom[:], "customConstant"))
	function("shippedClaimWeights are the weights of claims to an intent.",
		"shippedClaimWeights() claimWeights", "claimWeights"+literal(f.Claims[:], claims[:], "claimConstant"))
	var rows []string
	for own := range f.File.rank.rankWeights {
		rows = append(rows, literal(f.File.rank.rankWeights[own][:], rank[:], ""))
	}
	function("shippedRankWeights are the weights of the ranking by a file's own texts.",
		"shippedRankWeights() rankWeights", "rankWeights{\n"+strings.Join(rows, ",\n")+",\n}")
	function("shippedFileFit holds the weights and bounds for a file's entries.",
		"shippedFileFit() confidenceFit", "confidenceFit{shippedIntentFit(), shippedOwnFit()}")
	for own, of := range [...][2]string{{"shippedIntentFit", "with an intent"}, {"shippedOwnFit", "that only the file has"}} {
		c := &f.File.confidence[own]
		function(of[0]+" holds those for an entry "+of[1]+".", of[0]+"() calibrated",
			"calibrated{\nWeights: Weights"+literal(c.Weights[:], signals[:], "sigConstant")+",\nBounds: "+c.literal()+",\n}")
	}
	return b.String()
}

// literal returns the source of bounds.
func (b Bounds) literal() string {
	return fmt.Sprintf("Bounds{Answer: %.3f, Suggest: %.3f}", b.Answer, b.Suggest)
}

// literal returns the source of the weights that are not 0, each under its constant.
func literal(weights []float64, kinds []signal, constant string) string {
	var b strings.Builder
	for i, w := range weights {
		if digits := fmt.Sprintf("%.3f", w); strings.Trim(digits, "-0.") != "" {
			fmt.Fprintf(&b, "\t\t%s: %s,\n", append(kinds, signal{ident: constant})[i].ident, digits)
		}
	}
	return "{\n" + b.String() + "\t}"
}

// Forest returns the text of data/forest.txt.
func (f Fit) Forest() string { return forests{f.File.trees, f.File.rank.trees}.source() }

// Beyond returns the text of data/beyond.txt.
func (f Fit) Beyond() string { return beyondSource(f.File.beyond, f.File.examples) }
