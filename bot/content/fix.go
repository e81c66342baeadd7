package content

import (
	"io/fs"
	"strings"
	"time"
)

// Mended is what correcting a campaign file has changed.
type Mended struct {
	// Data is the file after the corrections.
	Data []byte
	// Changed reports whether it differs from the file as it was.
	Changed bool
	// Diff shows the changed lines in the form of a unified diff; empty if only the
	// encoding has changed.
	Diff string
}

// maxRounds bounds how often a file is read again after a correction. Brackets that are left
// open are closed one in a round, the innermost first.
const maxRounds = 2 * maxDepth

// Mend corrects what is certain in the campaign file with a name: full-width punctuation
// where YAML needs the usual one, spaces, quotation marks, a byte order mark, the encoding.
// Everything else stays as it is, byte for byte: comments, line breaks, blank lines. It
// writes nothing.
func Mend(files fs.FS, name string, known Vocabulary) (Mended, error) {
	before, err := readFile(files, name)
	if err != nil {
		return Mended{}, err
	}
	data, first := before, ""
	for range maxRounds { // a correction may uncover another mistake
		l := newLoader(func(file string) ([]byte, error) { return readFile(files, file) }, name, known, time.Time{})
		l.load(data)
		if first == "" {
			first = l.report.src
		}
		if l.report.lossy || l.report.src == "" {
			break
		}
		after := []byte(applyEdits(l.report.src, l.report.edits))
		if string(after) == string(data) {
			break
		}
		data = after
	}
	out := Mended{Data: data, Changed: string(data) != string(before)}
	if out.Changed {
		out.Diff = lineDiff(name, first, string(data))
	}
	return out, nil
}

// lineDiff shows the lines that differ between two texts with the same number of lines.
func lineDiff(name, before, after string) string {
	a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
	var out strings.Builder
	for i := 0; i < min(len(a), len(b)); i++ {
		if a[i] == b[i] {
			continue
		}
		if out.Len() == 0 {
			out.WriteString("--- " + name + "（修改前）\n+++ " + name + "（修改后）\n")
		}
		end := i
		for end < min(len(a), len(b)) && a[end] != b[end] {
			end++
		}
		out.WriteString("@@ -" + number(i+1) + "," + number(end-i) + " +" + number(i+1) + "," + number(end-i) + " @@\n")
		for _, l := range a[i:end] {
			out.WriteString("-" + diffLine(l) + "\n")
		}
		for _, l := range b[i:end] {
			out.WriteString("+" + diffLine(l) + "\n")
		}
		i = end
	}
	return out.String()
}

// diffLine is a line as a terminal may show it. Its end is the file's.
func diffLine(l string) string { return printable(strings.TrimRight(l, "\r")) }
