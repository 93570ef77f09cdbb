package tfx

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// Imported is a kind of object that is imported by its ID.
type Imported struct {
	Noun   string // "private network"
	Type   string // of the resource, without the provider: "network"
	Prefix string // of its IDs: "ps"
	// Example is a typical ID, for a kind whose IDs have no common prefix.
	Example string
	// ListedOnly is true if no data source returns a single object.
	ListedOnly bool
	// Lookup is the data source that lists the objects, if its name differs from Type.
	Lookup string
}

// Metadata implements resource.Resource.
func (k Imported) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + k.Type
}

// IdentitySchema implements resource.ResourceWithIdentity. An ID identifies an object
// permanently. The team is not part of the identity, because Paperspace does not always
// show it.
func (k Imported) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "The ID of the " + k.Noun + "."},
	}}
}

// ImportByID stores the ID from an import by ID or by identity. The read that follows
// completes the state.
func (e *ResourceEdge) ImportByID(ctx context.Context, kind Imported, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id := types.StringValue(req.ID)
	if req.ID == "" && req.Identity != nil && !req.Identity.Raw.IsNull() {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("id"), &id)...)
	}
	if _, ok := e.Ready("import a "+kind.Noun, &resp.Diagnostics); !ok {
		return
	}
	if what := SpoiledID(id.ValueString()); what != "" {
		resp.Diagnostics.AddError("Invalid import ID", fmt.Sprintf("%s %s", what, kind.where()))
	}
	if !resp.Diagnostics.HasError() {
		resource.ImportStatePassthroughWithIdentity(ctx, path.Root("id"), path.Root("id"), req, resp)
	}
}

// SpoiledID returns a sentence on what is wrong with an import ID, or "" if it might be
// valid.
func SpoiledID(id string) string {
	switch what := Spoiled(id); {
	case id == "":
		return "The import ID is empty. If it comes from a variable, make sure that the variable is set."
	case what != "" && strings.TrimSpace(id) != "" && Spoiled(strings.TrimSpace(id)) == "":
		return fmt.Sprintf("The import ID %q %s. Use %q.", id, what, strings.TrimSpace(id))
	case what != "":
		return fmt.Sprintf("The import ID %q %s.", id, what)
	}
	return ""
}

// NotFound adds the error that an imported object was not found. The argument what
// contains sentences on what the ID belongs to and on what to do. It is "" if that is not
// known.
func (k Imported) NotFound(id, what string, diags *diag.Diagnostics) {
	text := fmt.Sprintf("A %s is imported by its ID and not by its name. ", k.Noun)
	switch {
	case what != "":
		text = what + " "
	case k.LooksLikeID(id):
		text = "It does not exist, or the API key has no access to it: it might belong to another team. "
	}
	diags.AddError(fmt.Sprintf("No %s has the ID %q", k.Noun, id), "Nothing was imported. "+text+k.where())
}

// A Reading is one read of an object.
type Reading struct {
	Kind   Imported
	ID     string
	Import bool // the read follows an import: nothing but the ID is known yet
}

// Failed adds the error of a read that failed. For an import whose ID might be a name, it
// also adds a warning.
func (r Reading) Failed(err error, c *ops.Client, diags *diag.Diagnostics) {
	k, summary := r.Kind, "Failed to read "+r.Kind.Noun
	if !r.Import {
		NotRead(summary, err, c, diags)
		return
	}
	NotFetched(summary, err, c, diags)
	if !k.LooksLikeID(r.ID) {
		diags.AddWarning(fmt.Sprintf("%q might not be the ID of a %s", r.ID, k.Noun),
			fmt.Sprintf("A %s is imported by its ID and not by its name. %s", k.Noun, k.where()))
	}
}

// LooksLikeID reports whether a text can be the ID of an object, and not its name.
func (k Imported) LooksLikeID(id string) bool {
	if k.Example != "" {
		return strings.ContainsAny(id, "0123456789") && !strings.ContainsAny(id, " \t")
	}
	return strings.HasPrefix(id, k.Prefix) && wordlike.MatchString(id)
}

var wordlike = regexp.MustCompile(`^[0-9a-z]+$`)

// where returns how to find the ID of an object.
func (k Imported) where() string {
	like := cmp.Or(k.Example, k.Prefix+"…")
	if k.Lookup != "" {
		return fmt.Sprintf("The ID of a %s looks like %s. The data source %s lists them.", k.Noun, like, k.Lookup)
	}
	if k.ListedOnly {
		return fmt.Sprintf("The ID of a %[1]s looks like %[2]s. The data source paperspace_%[3]ss lists them:\n\n"+
			"  data \"paperspace_%[3]ss\" \"all\" {}\n  output \"all\" {\n    value = data.paperspace_%[3]ss.all.%[3]ss\n  }", k.Noun, like, k.Type)
	}
	return fmt.Sprintf("The ID of a %[1]s looks like %[2]s. To find it by name, use the data source paperspace_%[3]s:\n\n"+
		"  data \"paperspace_%[3]s\" \"found\" {\n    name = \"<name>\"\n  }\n  output \"id\" {\n    value = data.paperspace_%[3]s.found.id\n  }", k.Noun, like, k.Type)
}
