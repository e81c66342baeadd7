package console

import (
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"
	"rsc.io/qr"
)

// stepLength is how long a code of a second step is shown.
const stepLength = 30 * time.Second

// stepOf returns the step of a code, or 0 if the code is none of the steps now, just before
// or next. A step that is not later than the last is used.
func stepOf(secret, code string, now time.Time, last int64) int64 {
	code = strings.ReplaceAll(code, " ", "")
	this := now.Unix() / int64(stepLength.Seconds())
	for _, step := range []int64{this, this - 1, this + 1} {
		if step <= last {
			continue
		}
		want, err := totp.GenerateCode(secret, time.Unix(step*int64(stepLength.Seconds()), 0))
		if err == nil && want == code {
			return step
		}
	}
	return 0
}

// enrolment is a secret that waits for its first code.
type enrolment struct {
	Secret string
	// Picture is its QR code, as an address that holds the picture.
	Picture template.URL
}

func newSecret(name string) (string, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "zhujiao", AccountName: name})
	if err != nil {
		return "", fmt.Errorf("make a secret: %w", err)
	}
	return key.Secret(), nil
}

// enrol draws the QR code of a secret. The name was checked when the login was made.
func enrol(secret, name string) (enrolment, error) {
	code, err := qr.Encode(fmt.Sprintf("otpauth://totp/zhujiao:%s?secret=%s&issuer=zhujiao", template.URLQueryEscaper(name), secret), qr.M)
	if err != nil {
		return enrolment{}, fmt.Errorf("draw a code: %w", err)
	}
	code.Scale = 6
	picture := "data:image/png;base64," + base64.StdEncoding.EncodeToString(code.PNG())
	return enrolment{secret, template.URL(picture)}, nil //nolint:gosec // our own picture
}
