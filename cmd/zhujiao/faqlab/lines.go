package faqlab

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// lineMax is how long a line of JSON may be.
const lineMax = 1 << 20

// eachLine calls f with the number and the text of every line that is not blank, until
// f fails. It skips a byte order mark at the beginning.
func eachLine(in io.Reader, f func(n int, line []byte) error) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, lineMax)
	n := 0
	for lines.Scan() {
		n++
		line := lines.Bytes()
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if err := f(n, line); err != nil {
			return err
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return &lineError{n + 1, errors.New("longer than 1 MiB: shorten it, or give one JSON object a line")}
	}
	return lines.Err()
}

// lineError is an error in a line. Callers that know the name of the file put it before
// the number.
type lineError struct {
	n   int
	err error
}

// Error implements error.
func (e *lineError) Error() string { return fmt.Sprintf("line %d: %v", e.n, e.err) }

// Unwrap returns the error without the number of the line.
func (e *lineError) Unwrap() error { return e.err }

// object decodes a line that consists of one JSON object. Numbers keep their digits.
func object(line []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("no JSON object: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one JSON object")
	}
	return nil
}

// errNoText is a line without a question.
var errNoText = errors.New(`there is no text in "q"`)

// question is a line of a file of questions: {"q", "id" or null, "kind", "ids"?}.
type question struct {
	Q    string   `json:"q"`
	ID   *string  `json:"id"`
	IDs  []string `json:"ids"`
	Kind string   `json:"kind"`
	// Author names who wrote the question. Bounds are fitted for each author.
	Author string `json:"author"`
}

// questions reads a file with a JSON object on each line, whose q is the question.
func questions(file string) (out []question, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	err = eachLine(f, func(n int, line []byte) error {
		var q question
		if err := object(line, &q); err != nil {
			return &lineError{n, err}
		}
		if len(bytes.TrimSpace([]byte(q.Q))) == 0 {
			return &lineError{n, errNoText}
		}
		out = append(out, q)
		return nil
	})
	var bad *lineError
	switch {
	case errors.As(err, &bad):
		return nil, fmt.Errorf("%s:%d: %w", file, bad.n, bad.err)
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", file, err)
	case len(out) == 0:
		return nil, fmt.Errorf("no questions in %s", file)
	}
	return out, nil
}
