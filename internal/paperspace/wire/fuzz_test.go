package wire

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// FuzzScalars checks that the types agree about the value that they read, and that a value is
// the same after it is written and read again.
func FuzzScalars(f *testing.F) {
	for _, raw := range []string{
		`null`, `"null"`, `""`, `"  "`, `true`, `"True"`, `1`, `"1"`, `0.5`, `"0.40"`, `-0`, `1e3`, `9007199254740993`, `9223372036854775807`,
		`9223372036854775808`, `4611686018427387905.5`, `-9223372036854775808`, `1e400`, `"NaN"`, `"Inf"`, `"0x1p10"`, `"1_000"`, `"+7"`, `"٣"`,
		`"East Coast (NY2)"`, `"\ud83d"`, `"a\u0000\u001b[2J\u202e"`, `{"a": 1, "a": 2}`, `[1, [2]]`, "\"\xff\"", ` 7 `,
	} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) {
			return
		}
		again(t, raw, func(v Text) any { return string(v) })
		again(t, raw, func(v Flag) any { return bool(v) })
		line, ok := again(t, raw, func(v Line) any { return string(v) })
		if ok && transport.Line(string(line)) != string(line) {
			t.Errorf("%s: the line %q", raw, line)
		}
		id, ok := again(t, raw, func(v ID) any { return string(v) })
		if ok && string(line) != string(id) {
			t.Errorf("%s: the id %q, the line %q", raw, id, line)
		}
		d, ok := again(t, raw, func(v Decimal) any { return float64(v) })
		if ok && (math.IsNaN(float64(d)) || math.IsInf(float64(d), 0)) {
			t.Errorf("%s: the decimal %v", raw, d)
		}
		n, ok := again(t, raw, func(v Number) any { return v.Pointer() })
		var whole *int64
		if exact := json.Unmarshal(raw, &whole) == nil && whole != nil; exact && (!ok || !n.Set || n.Value != *whole) {
			t.Errorf("%s: the number %v", raw, n)
		}
		if ok && n.Set && math.Abs(float64(n.Value)-float64(d)) > max(0.5, math.Abs(float64(d))/(1<<52)) {
			t.Errorf("%s: the number %d, the decimal %v", raw, n.Value, d)
		}
	})
}

// again reads raw as a T, alone and as a Latest[T], and checks that a second read, and a read
// of what plain returns as JSON, give the same value.
func again[T any](t *testing.T, raw []byte, plain func(T) any) (T, bool) {
	t.Helper()
	var v, second, written T
	if json.Unmarshal(raw, &v) != nil {
		return v, false
	}
	var latest Latest[T]
	if err := json.Unmarshal(raw, &latest); err != nil || !reflect.DeepEqual(latest.Value, v) {
		t.Errorf("%s: %T %v, and as the latest %v, %v", raw, v, v, latest.Value, err)
	}
	if err := json.Unmarshal(raw, &second); err != nil || !reflect.DeepEqual(second, v) {
		t.Errorf("%s: %T %v, and then %v, %v", raw, v, v, second, err)
	}
	text, err := json.Marshal(plain(v))
	if err == nil {
		err = json.Unmarshal(text, &written)
	}
	if err != nil || !reflect.DeepEqual(written, v) {
		t.Errorf("%s: %T %v, written %s, read %v, %v", raw, v, v, text, written, err)
	}
	return v, true
}
