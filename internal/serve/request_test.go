package serve

import (
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// names returns the names of all attributes and blocks, sorted.
func (p *pair) names() []string { return slices.Sorted(maps.Keys(p.wire.AttributeTypes)) }

// others returns values that an attribute can have instead of v, from the state of another
// release, a state that was edited by hand, or a configuration.
func others(v tftypes.Value) []tftypes.Value {
	kind := v.Type()
	all := []tftypes.Value{tftypes.NewValue(kind, nil)}
	add := func(values ...any) {
		for _, value := range values {
			all = append(all, tftypes.NewValue(kind, value))
		}
	}
	switch {
	case kind.Is(tftypes.String):
		var s string
		if v.IsKnown() && !v.IsNull() && v.As(&s) == nil {
			add(s+"x", strings.ToUpper(s))
		}
		add("", "off", "serviceready", "ny2")
	case kind.Is(tftypes.Number):
		add(0, 1, 51, 0.5, new(big.Float).SetMantExp(big.NewFloat(1), 70), -1)
	case kind.Is(tftypes.Bool):
		add(true, false)
	case kind.Is(tftypes.Set{}):
		text := func(s any) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
		add([]tftypes.Value{}, []tftypes.Value{text("u1")}, []tftypes.Value{text("u2"), text("u1")}, []tftypes.Value{text(tftypes.UnknownValue)})
	case kind.Is(tftypes.Object{}):
		timeouts, _ := kind.(tftypes.Object)
		all = append(all, object(timeouts, nil), object(timeouts, map[string]any{"read": "5m"}),
			object(timeouts, map[string]any{"read": "soon"}), object(timeouts, map[string]any{"create": "1h", "delete": "1h"}))
	}
	return slices.DeleteFunc(all, v.Equal)
}

// asConfig returns a configuration that leads to a state. It sets all arguments if
// everything is true, and otherwise only those that are not computed.
func (p *pair) asConfig(state tftypes.Value, everything bool) tftypes.Value {
	values := maps.Clone(attributes(state))
	for _, a := range p.schema.Block.Attributes {
		if !a.Required && !a.Optional || a.Computed && !everything {
			values[a.Name] = tftypes.NewValue(a.Type, nil)
		}
	}
	return tftypes.NewValue(p.wire, values)
}

// propose returns the new state that Terraform proposes: the configured values, and the
// prior values of computed attributes that are not configured.
func (p *pair) propose(prior, config tftypes.Value) tftypes.Value {
	if config.IsNull() {
		return config
	}
	values, before := maps.Clone(attributes(config)), attributes(prior)
	for _, a := range p.schema.Block.Attributes {
		if !a.Computed || !values[a.Name].IsNull() {
			continue
		}
		values[a.Name] = tftypes.NewValue(a.Type, tftypes.UnknownValue)
		if !prior.IsNull() {
			values[a.Name] = before[a.Name]
		}
	}
	return tftypes.NewValue(p.wire, values)
}

// change returns the request to plan a configuration for a state.
func (p *pair) change(prior, config tftypes.Value) *tfprotov6.PlanResourceChangeRequest {
	return &tfprotov6.PlanResourceChangeRequest{
		PriorState: p.encode(prior), Config: p.encode(config), ProposedNewState: p.encode(p.propose(prior, config)),
		PriorPrivate: []byte(privates["settled"]), PriorIdentity: p.identified(machineID),
	}
}

// privates are values of private state: a map of base64 values, if this provider wrote it.
var privates = map[string]string{
	"none":              ``,
	"settled":           `{"applied":"eyJzaXplIjoiNTAifQ=="}`, // {"size":"50"}
	"unfinished":        `{"applied":"eyJzaXplIjoiNTAifQ==","creating":"eyJzaW5jZSI6IjIwMjQtMDEtMDJUMDM6MDQ6MDVaIn0="}`,
	"only unfinished":   `{"creating":"eyJzaW5jZSI6IjIwMjQtMDEtMDJUMDM6MDQ6MDVaIn0="}`,
	"unreadable key":    `{"creating":"W10="}`,
	"of a newer one":    `{"applied":"eyJzaXplIjoiNTAifQ==","later":"MQ=="}`,
	"just imported":     `{".import_before_read":"dHJ1ZQ=="}`,
	"spaced":            `{ "applied" : "eyJzaXplIjoiNTAifQ==" }`,
	"empty":             `{}`,
	"null":              `null`,
	"empty key":         `{"applied":""}`,
	"broken in it":      `{"applied":"e3s="}`,
	"of the old SDK":    `{"schema_version":"1","e2bfb730-ecaa-11e6-8f88-34363bc7c4c0":{"create":1800000000000}}`,
	"broken":            `{`,
	"applied otherwise": `{"applied":"eyJzaXplIjoiMTAwIn0="}`,
}

// generator makes up requests of any kind, including unchanged ones.
type generator struct {
	*pair
	*rand.Rand
	base tftypes.Value
}

func (g generator) one(of []tftypes.Value) tftypes.Value { return of[g.IntN(len(of))] }

func (g generator) private() []byte {
	if g.IntN(3) > 0 {
		return []byte(privates["settled"])
	}
	keys := slices.Sorted(maps.Keys(privates))
	return []byte(privates[keys[g.IntN(len(keys))]])
}

func (g generator) identityData() *tfprotov6.ResourceIdentityData {
	switch g.IntN(8) {
	case 0:
		return nil
	case 1:
		return &tfprotov6.ResourceIdentityData{IdentityData: g.encode(tftypes.NewValue(g.identity, nil))}
	case 2:
		return g.identified(nil)
	case 3:
		return g.identified("psother")
	case 4:
		return &tfprotov6.ResourceIdentityData{}
	case 5:
		return &tfprotov6.ResourceIdentityData{IdentityData: &tfprotov6.DynamicValue{MsgPack: []byte("?")}}
	default:
		return g.identified(machineID)
	}
}

// changed returns an object with up to two values changed.
func (g generator) changed(object tftypes.Value) tftypes.Value {
	names := g.names()
	for range g.IntN(3) {
		name := names[g.IntN(len(names))]
		object = with(object, name, g.one(others(attributes(object)[name])))
	}
	return object
}

func (g generator) request() *tfprotov6.PlanResourceChangeRequest {
	prior := g.changed(g.base)
	config := g.changed(g.asConfig(prior, g.IntN(2) == 0))
	for _, a := range g.schema.Block.Attributes {
		if !a.Required && g.IntN(12) == 0 {
			config = with(config, a.Name, tftypes.NewValue(a.Type, nil))
		}
		if !a.Required && !a.Optional && g.IntN(100) > 0 { // Terraform rejects a value for a computed attribute
			config = with(config, a.Name, tftypes.NewValue(a.Type, nil))
		}
		if a.Optional && g.IntN(60) == 0 {
			config = with(config, a.Name, tftypes.NewValue(a.Type, tftypes.UnknownValue))
		}
	}
	null := tftypes.NewValue(g.wire, nil)
	switch g.IntN(20) {
	case 0: // a create, also one of a replacement
		prior = null
	case 1: // a destroy
		config = null
	case 2: // a destroy of nothing
		prior, config = null, null
	}
	q := g.change(prior, config)
	if g.IntN(6) == 0 { // whatever the configuration; no CLI does this
		q.ProposedNewState = q.PriorState
	}
	q.PriorPrivate, q.PriorIdentity = g.private(), g.identityData()
	return q
}
