package tfcore

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

var actions = map[action]tfjson.Actions{
	noop: {tfjson.ActionNoop}, create: {tfjson.ActionCreate}, update: {tfjson.ActionUpdate}, read: {tfjson.ActionRead},
	replace: {tfjson.ActionDelete, tfjson.ActionCreate}, destroy: {tfjson.ActionDelete},
}

func mode(b *block) tfjson.ResourceMode {
	if b.data {
		return tfjson.DataResourceMode
	}
	return tfjson.ManagedResourceMode
}

func (i instance) index() any {
	switch {
	case i.key == cty.NilVal:
		return nil
	case i.key.Type() == cty.Number:
		n, _ := i.key.AsBigFloat().Float64()
		return n
	}
	return i.key.AsString()
}

// JSON returns the plan as `terraform show -json` prints it.
func (p *Plan) JSON() *tfjson.Plan {
	out := &tfjson.Plan{OutputChanges: map[string]*tfjson.Change{}}
	for _, address := range slices.Sorted(maps.Keys(p.changes)) {
		ch := p.changes[address]
		if ch.block.data && ch.action == noop {
			continue
		}
		does := actions[ch.action]
		if ch.action == replace && ch.block.createIs1st {
			does = tfjson.Actions{tfjson.ActionCreate, tfjson.ActionDelete}
		}
		out.ResourceChanges = append(out.ResourceChanges, &tfjson.ResourceChange{
			Address: address, Mode: mode(ch.block), Type: ch.block.kind, Name: ch.block.name, Index: ch.instance.index(),
			Change: &tfjson.Change{Actions: does, Before: plain(ch.prior), After: plain(ch.planned), AfterUnknown: unknowns(ch.planned)},
		})
	}
	names := maps.Clone(p.outputs)
	maps.Copy(names, p.state.outputs)
	for name := range names {
		was, existed := p.state.outputs[name]
		is, exists := p.outputs[name]
		c := &tfjson.Change{Actions: actions[noop], Before: plain(was), After: plain(is), AfterUnknown: unknowns(is)}
		switch {
		case !existed:
			c.Actions = actions[create]
		case !exists:
			c.Actions = actions[destroy]
		case !is.RawEquals(was):
			c.Actions = actions[update]
		}
		out.OutputChanges[name] = c
	}
	return out
}

// Empty reports whether the plan changes nothing.
func (p *Plan) Empty() bool {
	j := p.JSON()
	return !slices.ContainsFunc(j.ResourceChanges, func(rc *tfjson.ResourceChange) bool { return !rc.Change.Actions.NoOp() }) &&
		!slices.ContainsFunc(slices.Collect(maps.Values(j.OutputChanges)), func(c *tfjson.Change) bool { return !c.Actions.NoOp() })
}

// String returns a list of the changes.
func (p *Plan) String() string {
	var text strings.Builder
	for _, rc := range p.JSON().ResourceChanges {
		if rc.Change.Actions.NoOp() {
			continue
		}
		fmt.Fprintf(&text, "%s: %v\n", rc.Address, rc.Change.Actions)
		before, _ := rc.Change.Before.(map[string]any)
		after, _ := rc.Change.After.(map[string]any)
		unknown, _ := rc.Change.AfterUnknown.(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(after)) {
			switch {
			case unknown[name] != nil:
				fmt.Fprintf(&text, "  ~ %s: %v -> (known after apply)\n", name, before[name])
			case after[name] == nil && before[name] != nil:
				fmt.Fprintf(&text, "  - %s: %v\n", name, before[name])
			case fmt.Sprint(before[name]) != fmt.Sprint(after[name]):
				fmt.Fprintf(&text, "  ~ %s: %v -> %v\n", name, before[name], after[name])
			}
		}
	}
	for name, c := range p.JSON().OutputChanges {
		if !c.Actions.NoOp() {
			fmt.Fprintf(&text, "output %s: %v -> %v\n", name, c.Before, c.After)
		}
	}
	return text.String()
}

// plain returns a value as JSON, with null for unknown values.
func plain(v cty.Value) any {
	if v == cty.NilVal || !v.IsKnown() || v.IsNull() {
		return nil
	}
	known, err := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if !v.IsKnown() {
			return cty.NullVal(v.Type()), nil
		}
		return v, nil
	})
	if err != nil {
		panic(err)
	}
	text, err := ctyjson.Marshal(known, known.Type())
	if err != nil {
		panic(err)
	}
	var out any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&out); err != nil {
		panic(err)
	}
	return out
}

// unknowns returns true for each unknown part of a value, in the form of the value.
func unknowns(v cty.Value) any {
	switch {
	case v == cty.NilVal || v.IsKnown() && v.IsNull():
		return false
	case !v.IsKnown():
		return true
	case v.Type().IsObjectType() || v.Type().IsMapType():
		all := map[string]any{}
		for name, inner := range v.AsValueMap() {
			if !inner.IsWhollyKnown() {
				all[name] = unknowns(inner)
			}
		}
		return all
	case v.Type().IsTupleType() || v.Type().IsListType() || v.Type().IsSetType():
		all := []any{}
		for _, inner := range v.AsValueSlice() {
			all = append(all, unknowns(inner))
		}
		return all
	}
	return false
}

// Empty reports whether the state contains no objects.
func (c *Core) Empty() bool { return len(c.state.objects) == 0 }

// State returns the state as `terraform show -json` prints it.
func (c *Core) State() *tfjson.State {
	values := &tfjson.StateValues{RootModule: &tfjson.StateModule{}, Outputs: map[string]*tfjson.StateOutput{}}
	for _, address := range slices.Sorted(maps.Keys(c.state.objects)) {
		o := c.state.objects[address]
		attributes, _ := plain(o.value).(map[string]any)
		one := &tfjson.StateResource{
			Address: address, Mode: mode(o.block), Type: o.block.kind, Name: o.block.name, Index: o.instance.index(),
			AttributeValues: attributes, Tainted: o.tainted, DependsOn: o.needs, SchemaVersion: uint64(o.schema.Version), //nolint:gosec // small
		}
		one.IdentityValues = c.identity(o)
		values.RootModule.Resources = append(values.RootModule.Resources, one)
	}
	for name, v := range c.state.outputs {
		values.Outputs[name] = &tfjson.StateOutput{Value: plain(v), Type: v.Type()}
	}
	return &tfjson.State{Values: values}
}

func (c *Core) identity(o *object) map[string]any {
	if o.identity == nil || o.identity.IdentityData == nil {
		return nil
	}
	kind, err := convertType(c.schemas.identities[o.block.kind].ValueType())
	if err != nil {
		panic(err)
	}
	v, err := (&schema{kind: kind}).decode(o.identity.IdentityData)
	if err != nil {
		panic(err)
	}
	values, _ := plain(v).(map[string]any)
	return values
}

// Flat returns the state in the form that the older checks of plugin-testing require.
func (c *Core) Flat() *terraform.State {
	root := &terraform.ModuleState{
		Path: []string{"root"}, Resources: map[string]*terraform.ResourceState{}, Outputs: map[string]*terraform.OutputState{},
	}
	for _, o := range c.state.objects {
		name := o.block.address()
		if index := o.instance.index(); index != nil {
			name = fmt.Sprintf("%s.%v", name, index)
		}
		primary := &terraform.InstanceState{Attributes: map[string]string{}, Tainted: o.tainted}
		for attribute, inner := range o.value.AsValueMap() {
			flatten(primary.Attributes, attribute, inner)
		}
		primary.ID = primary.Attributes["id"]
		root.Resources[name] = &terraform.ResourceState{Type: o.block.kind, Provider: c.Name, Primary: primary, Dependencies: o.needs}
	}
	for name, v := range c.state.outputs {
		value := plain(v)
		kind := "string"
		switch value := value.(type) {
		case []any:
			kind = "list"
		case map[string]any:
			kind = "map"
		case json.Number, bool:
			root.Outputs[name] = &terraform.OutputState{Type: kind, Value: fmt.Sprint(value)}
			continue
		}
		root.Outputs[name] = &terraform.OutputState{Type: kind, Value: value}
	}
	return &terraform.State{Modules: []*terraform.ModuleState{root}}
}

// flatten writes a value as "name.0.inner", and the length of a collection as "name.#"
// or "name.%".
func flatten(into map[string]string, name string, v cty.Value) {
	switch {
	case v.IsNull():
	case v.Type().IsPrimitiveType():
		into[name] = fmt.Sprint(plain(v))
	case v.Type().IsMapType() || v.Type().IsObjectType():
		if v.Type().IsMapType() {
			into[name+".%"] = fmt.Sprint(v.LengthInt())
		}
		for key, inner := range v.AsValueMap() {
			flatten(into, name+"."+key, inner)
		}
	default:
		into[name+".#"] = fmt.Sprint(v.LengthInt())
		for i, inner := range v.AsValueSlice() {
			flatten(into, fmt.Sprintf("%s.%d", name, i), inner)
		}
	}
}
