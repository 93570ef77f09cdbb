package tfcore

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// stateFile is a state file of a CLI.
type stateFile struct {
	Version   int                   `json:"version"`
	Terraform string                `json:"terraform_version"`
	Serial    int                   `json:"serial"`
	Lineage   string                `json:"lineage"`
	Outputs   map[string]fileOutput `json:"outputs"`
	Resources []*fileResource       `json:"resources"`
	Checks    any                   `json:"check_results"`
}

type fileOutput struct {
	Value json.RawMessage `json:"value"`
	Type  json.RawMessage `json:"type"`
}

type fileResource struct {
	Mode      string         `json:"mode"`
	Type      string         `json:"type"`
	Name      string         `json:"name"`
	Provider  string         `json:"provider"`
	Instances []fileInstance `json:"instances"`
}

type fileInstance struct {
	Key             any             `json:"index_key,omitempty"`
	Deposed         string          `json:"deposed,omitempty"`
	Status          string          `json:"status,omitempty"`
	SchemaVersion   int64           `json:"schema_version"`
	Attributes      json.RawMessage `json:"attributes"`
	Sensitive       []any           `json:"sensitive_attributes"`
	IdentityVersion *int64          `json:"identity_schema_version,omitempty"`
	Identity        json.RawMessage `json:"identity,omitempty"`
	Private         []byte          `json:"private,omitempty"`
	Needs           []string        `json:"dependencies,omitempty"`
	CreateIs1st     bool            `json:"create_before_destroy,omitempty"`
}

// Load loads a state file of a CLI, or an empty one. If the file contains something that
// this package does not support, the error is [ErrUnsupported].
func (c *Core) Load(ctx context.Context, text []byte) error {
	c.state = state{}
	if len(text) == 0 {
		c.file = stateFile{Version: 4, Terraform: "1.11.0", Lineage: "tfcore"}
		return nil
	}
	c.file = stateFile{}
	if err := json.Unmarshal(text, &c.file); err != nil {
		return err
	}
	if _, err := c.serve(ctx); err != nil {
		return err
	}
	c.state = state{objects: map[string]*object{}, outputs: map[string]cty.Value{}}
	for name, o := range c.file.Outputs {
		kind, err := ctyjson.UnmarshalType(o.Type)
		if err != nil {
			return err
		}
		if c.state.outputs[name], err = ctyjson.Unmarshal(o.Value, kind); err != nil {
			return err
		}
	}
	for _, r := range c.file.Resources {
		for _, i := range r.Instances {
			if err := c.load(r, i); err != nil {
				return fmt.Errorf("%w: %s.%s: %w", ErrUnsupported, r.Type, r.Name, err)
			}
		}
	}
	return nil
}

func (c *Core) load(r *fileResource, i fileInstance) error {
	b := (&block{data: r.Mode == "data", kind: r.Type, name: r.Name, createIs1st: i.CreateIs1st, needs: i.Needs}).gone()
	s, err := c.schemas.of(b)
	if err != nil {
		return err
	}
	if i.SchemaVersion != s.Version || i.Deposed != "" {
		return fmt.Errorf("schema version %d, deposed %q", i.SchemaVersion, i.Deposed) //nolint:err113 // only ErrUnsupported counts
	}
	o := &object{block: b, schema: s, private: i.Private, tainted: i.Status == "tainted", needs: i.Needs}
	switch key := i.Key.(type) {
	case float64:
		o.instance.key = cty.NumberFloatVal(key)
	case string:
		o.instance.key = cty.StringVal(key)
	}
	if o.value, err = ctyjson.Unmarshal(i.Attributes, s.kind); err != nil {
		return err
	}
	if len(i.Identity) > 0 {
		o.identity = &tfprotov6.ResourceIdentityData{IdentityData: &tfprotov6.DynamicValue{JSON: i.Identity}}
	}
	c.state.objects[b.of(o.instance)] = o
	return nil
}

// Save returns the state as a file for a CLI. The argument is the address of the
// provider.
func (c *Core) Save(provider string) ([]byte, error) {
	f := c.file
	f.Serial++
	f.Outputs, f.Resources = map[string]fileOutput{}, []*fileResource{}
	for name, v := range c.state.outputs {
		value, err := ctyjson.Marshal(v, v.Type())
		if err != nil {
			return nil, err
		}
		kind, err := ctyjson.MarshalType(v.Type())
		if err != nil {
			return nil, err
		}
		f.Outputs[name] = fileOutput{value, kind}
	}
	byBlock := map[string]*fileResource{}
	for _, address := range slices.Sorted(maps.Keys(c.state.objects)) {
		o := c.state.objects[address]
		i, err := c.instance(o)
		if err != nil {
			return nil, err
		}
		r := byBlock[o.block.address()]
		if r == nil {
			r = &fileResource{Mode: string(mode(o.block)), Type: o.block.kind, Name: o.block.name, Provider: fmt.Sprintf("provider[%q]", provider)}
			byBlock[o.block.address()] = r
			f.Resources = append(f.Resources, r)
		}
		r.Instances = append(r.Instances, i)
	}
	return json.Marshal(f)
}

func (c *Core) instance(o *object) (fileInstance, error) {
	i := fileInstance{
		Key: o.instance.index(), SchemaVersion: o.schema.Version, Sensitive: []any{}, Private: o.private, Needs: o.needs,
		CreateIs1st: o.block.createIs1st,
	}
	if o.tainted {
		i.Status = "tainted"
	}
	var err error
	if i.Attributes, err = ctyjson.Marshal(o.value, o.schema.kind); err != nil {
		return i, err
	}
	if id := c.identity(o); id != nil {
		i.IdentityVersion = &c.schemas.identities[o.block.kind].Version
		i.Identity, err = json.Marshal(id)
	}
	return i, err
}
