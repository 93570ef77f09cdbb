package psfake

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
)

const longestScript = 16 << 10

func (c *core) script(s Script) object {
	return object{{"id", s.ID}, {"ownerType", s.OwnerType}, {"ownerId", s.OwnerID}, {"name", s.Name},
		{"description", orNull(s.Description)}, {"dtCreated", isoDate(s.Created)},
		{"isEnabled", !s.Disabled}, {"runOnce", s.RunOnce}}
}

func (c *core) listScripts(r coreRequest, _ outcome) answer {
	return list(c, r, r.scripts.allAt(r.at), c.script,
		"id", "ownerType", "ownerId", "name", "description", "dtCreated", "isEnabled", "runOnce")
}

// askedScript returns the script a read names, or the answer if there is none.
func (c *core) askedScript(r coreRequest) (Script, *answer) {
	id := r.URL.Query().Get("scriptId")
	if id == "" {
		return Script{}, new(c.missing("scriptId"))
	}
	s, ok := r.scripts.getAt(id, r.at)
	if !ok {
		return s, new(c.fail(http.StatusNotFound, "Script not found"))
	}
	return s, nil
}

func (c *core) showScript(r coreRequest, _ outcome) answer {
	s, none := c.askedScript(r)
	if none != nil {
		return *none
	}
	machines := []object{}
	for _, m := range r.machines.allAt(r.at) {
		if m.ScriptID == s.ID {
			machines = append(machines, object{{"machineId", m.ID}, {"dtLastRun", dateOrNull(m.LastRun)}})
		}
	}
	o := c.script(s)
	o.add("machines", machines)
	return c.json(http.StatusOK, o)
}

// scriptText answers with a JSON string, not with plain text.
func (c *core) scriptText(r coreRequest, _ outcome) answer {
	s, none := c.askedScript(r)
	if none != nil {
		return *none
	}
	return c.json(http.StatusOK, s.Text)
}

func (c *core) destroyScript(r coreRequest, _ outcome) answer {
	if _, err := r.read(map[string]field{"scriptId": aText}); err != nil {
		return c.refuse(err)
	}
	if _, ok := r.scripts.getAt(r.id, r.at); !ok || !r.destroyScript(r.id, 0, r.at) {
		return c.fail(http.StatusNotFound, "Script not found")
	}
	return c.done()
}

var scriptFields = map[string]field{
	"scriptName": needsText, "scriptText": aText, "scriptDescription": nullText,
	"isEnabled": aFlag, "runOnce": aFlag, "machineId": aText,
}

func (c *core) createScript(r coreRequest, _ outcome) answer {
	in, err := r.readScript()
	if err != nil {
		return c.refuse(err)
	}
	if c.world.dialect.Observed {
		for _, s := range r.scripts.all() {
			if s.Name == in.text("scriptName") {
				return c.refuse(refusedError("A script of that name exists already"))
			}
		}
	}
	machineID := in.text("machineId")
	if m, ok := r.machines.get(machineID); machineID != "" && (!ok || m.Destroying) {
		return c.refuse(unknownError{"machine", machineID})
	}
	in = r.bent(in)
	r.changes++
	s := r.addScript(Script{
		Name: in.text("scriptName"), Description: in.text("scriptDescription"), Text: in.text("scriptText"),
		Disabled: in.has("isEnabled") && !in.flag("isEnabled"), RunOnce: in.flag("runOnce"),
	}, r.at)
	if machineID != "" {
		r.attachScript(s.ID, machineID, r.at)
	}
	return c.json(http.StatusOK, c.script(s))
}

// readScript reads either a JSON body with the text in it, or an upload with
// everything but the text in the query.
func (r coreRequest) readScript() (input, error) {
	media, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var in input
	var err error
	if media == "multipart/form-data" {
		in, err = r.readUpload(params["boundary"])
	} else {
		in, err = r.read(scriptFields)
	}
	if err != nil {
		return nil, err
	}
	switch content, ok := in["scriptText"].(string); {
	case !ok || content == "":
		return nil, refusedError("Exactly one of scriptText and scriptFile is required")
	case len(content) > longestScript:
		return nil, refusedError("The script is longer than 16 KB")
	}
	return in, nil
}

func (r coreRequest) readUpload(boundary string) (input, error) {
	in := input{}
	for key, values := range r.URL.Query() {
		in[key] = values[0]
	}
	in.convert(scriptFields) // a query has nothing but texts
	if err := r.check(in, scriptFields); err != nil {
		return nil, err
	}
	if in.has("scriptText") {
		return nil, refusedError("Exactly one of scriptText and scriptFile is required")
	}
	parts := multipart.NewReader(bytes.NewReader(r.body), boundary)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return in, nil
		}
		if err != nil {
			return nil, refusedError("The upload is not complete")
		}
		// Fields next to the file are not understood: they belong in the query.
		if part.FormName() != "file" {
			continue
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, refusedError("The upload is not complete")
		}
		in["scriptText"] = string(content)
	}
}
