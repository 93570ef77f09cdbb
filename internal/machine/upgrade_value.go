package machine

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// text returns an attribute as text, or "" if it is missing or is not a string, number,
// or bool. All other methods use it, so that it does not matter in which of these types
// a provider stored the value.
func (o older) text(name string) string { return plainText(o[name]) }

func plainText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

func (o older) lower(name string) string { return strings.ToLower(o.text(name)) }

func (o older) has(name string) bool { return o.text(name) != "" }

func (o older) string(name string) types.String { return tfx.StringOrNull(o.text(name)) }

func (o older) word(name string) tfx.Word { return newWord(o.text(name)) }

func (o older) region(name string) tfx.Region { return tfx.NewSpelled[tfx.Regions](o.text(name)) }

func newWord(s string) tfx.Word { return tfx.NewSpelled[tfx.Words](s) }

func (o older) flag(name string) types.Bool {
	b, err := strconv.ParseBool(o.text(name))
	if err != nil {
		return types.BoolNull()
	}
	return types.BoolValue(b)
}

// whole is like number, for an attribute of the type [tfx.Whole].
func (o older) whole(name string) tfx.Whole { return tfx.Whole{Int64Value: o.number(name)} }

// number returns null for anything but a whole number.
func (o older) number(name string) types.Int64 {
	if n, err := strconv.ParseInt(o.text(name), 10, 64); err == nil {
		return types.Int64Value(n)
	}
	const exact = 1 << 53 // above it, a float64 cannot represent every whole number
	f, err := strconv.ParseFloat(o.text(name), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > exact {
		return types.Int64Null()
	}
	return types.Int64Value(int64(f))
}

// timeouts returns the timeouts block without values that are not positive durations, because
// these would fail every later operation, including the destroy.
func (o older) timeouts() timeouts.Value {
	block, ok := o["timeouts"].(map[string]any)
	if !ok {
		return timeouts.Value{Object: types.ObjectNull(timeoutTypes)}
	}
	values, set := map[string]attr.Value{}, false
	for name := range timeoutTypes {
		length := plainText(block[name])
		if d, err := time.ParseDuration(length); err != nil || d <= 0 {
			values[name] = types.StringNull()
			continue
		}
		values[name], set = types.StringValue(length), true
	}
	if !set {
		return timeouts.Value{Object: types.ObjectNull(timeoutTypes)}
	}
	return timeouts.Value{Object: types.ObjectValueMust(timeoutTypes, values)}
}

// idOrPlaceholder returns the ID for the terraform import command in an error.
func (o older) idOrPlaceholder() string {
	if o.has("id") {
		return tfx.Line(o.text("id"))
	}
	return "ID"
}
