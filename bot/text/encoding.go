package text

import (
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// FromGB18030 decodes a text in GB18030, of which GBK and GB2312 are parts. It reports
// false if it is not such a text.
func FromGB18030(b []byte) (string, bool) {
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	if err != nil || strings.ContainsRune(string(out), '\ufffd') {
		return "", false
	}
	return string(out), true
}
