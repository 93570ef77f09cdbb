package serve

import (
	"encoding/json"
	"maps"
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// stores returns a state as the CLI stores it.
func stores(t testing.TB, state tftypes.Value) map[string]any {
	t.Helper()
	parts := map[string]any{}
	for name, v := range attributes(state) {
		switch {
		case v.IsNull():
			parts[name] = nil
		case v.Type().Is(tftypes.String):
			parts[name] = scalar[string](t, v)
		case v.Type().Is(tftypes.Bool):
			parts[name] = scalar[bool](t, v)
		case v.Type().Is(tftypes.Number):
			n := scalar[big.Float](t, v)
			parts[name] = json.Number(n.Text('f', -1))
		case v.Type().Is(tftypes.Set{}):
			texts := []string{}
			for _, element := range scalar[[]tftypes.Value](t, v) {
				if element.IsKnown() {
					texts = append(texts, scalar[string](t, element))
				}
			}
			parts[name] = texts
		default:
			parts[name] = stores(t, v)
		}
	}
	return parts
}

func scalar[T any](t testing.TB, v tftypes.Value) (is T) {
	t.Helper()
	if err := v.As(&is); err != nil {
		t.Fatal(err)
	}
	return is
}

// A state of this version is returned without the framework, whatever its values are.
func TestStoredStateIsHandedBack(t *testing.T) {
	p := newPair(t)
	state := p.state()
	version := p.schema.Version
	check := func(t *testing.T, state tftypes.Value) {
		p.t = t
		raw, err := json.Marshal(stores(t, state))
		p.check(err, nil)
		if p.upgrade(version, raw) {
			t.Errorf("the framework was called for %s", raw)
		}
	}
	t.Run("as it is", func(t *testing.T) { check(t, state) })
	for _, name := range p.names() {
		t.Run(name, func(t *testing.T) {
			for _, value := range others(attributes(state)[name]) {
				check(t, with(state, name, value))
			}
		})
	}
}

// A state that another release has written, or that was edited by hand, is left to the
// framework.
func TestOddStoredStateIsLookedAt(t *testing.T) {
	p := newPair(t)
	whole := stores(t, p.state())
	encode := func(change func(parts map[string]any)) []byte {
		parts := maps.Clone(whole)
		change(parts)
		raw, err := json.Marshal(parts)
		p.check(err, nil)
		return raw
	}
	version := p.schema.Version
	for name, stored := range map[string][]byte{
		"of a newer release":   encode(func(m map[string]any) { m["later"] = "x" }),
		"of an older release":  encode(func(m map[string]any) { delete(m, "wait_for_capacity") }),
		"another in its place": encode(func(m map[string]any) { delete(m, "size"); m["disk_size"] = 50 }),
		"a number as text":     encode(func(m map[string]any) { m["size"] = "50" }),
		"text as a number":     encode(func(m map[string]any) { m["name"] = 5 }),
		"a truth as text":      encode(func(m map[string]any) { m["assign_public_ip"] = "true" }),
		"a list":               encode(func(m map[string]any) { m["name"] = []string{"m"} }),
		"numbers in a set":     encode(func(m map[string]any) { m["accessor_ids"] = []int{1} }),
		"an object":            encode(func(m map[string]any) { m["name"] = map[string]any{} }),
		"no object":            encode(func(m map[string]any) { m["timeouts"] = "5m" }),
		"part of an object":    encode(func(m map[string]any) { m["timeouts"] = map[string]any{"read": "5m"} }),
		"unknown timeouts": encode(func(m map[string]any) {
			m["timeouts"] = map[string]any{"x": "5m", "read": nil, "create": nil, "update": nil}
		}),
		"null":                  []byte("null"),
		"a text":                []byte(`"x"`),
		"broken":                []byte(`{"id":`),
		"broken in a deep part": []byte(`{"id":{"x"}}`),
		"empty":                 []byte(`{}`),
	} {
		t.Run(name, func(t *testing.T) {
			p.t = t
			if !p.upgrade(version, stored) {
				t.Error("the framework was not called")
			}
		})
	}
	t.Run("another version", func(t *testing.T) {
		p.t = t
		for _, version := range []int64{0, version - 1, version + 1} {
			if version != p.schema.Version && !p.upgrade(version, encode(func(map[string]any) {})) {
				t.Errorf("the framework was not called for version %d", version)
			}
		}
	})
}
