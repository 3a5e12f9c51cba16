using System.Text.Json;
using Portal.Api;
using Portal.Assistants;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Import;
using static Portal.Import.ExportReader;

namespace Portal.Import;

/// <summary>The export's assistants as Portal's.</summary>
/// <param name="models">The models of the catalogue.</param>
/// <param name="model">For assistants whose own model is not among them.</param>
internal sealed class AssistantsImport(ImportPlan plan, IReadOnlySet<string> models, string? model, long now)
{
    const int Most = 1000;
    static readonly string[] WithoutCounterpart = ["temperature", "top_p", "response_format", "tool_resources", "reasoning_effort"];

    /// <summary>Portal's id and name by the export's id.</summary>
    public Dictionary<string, (string Id, string Name)> Known { get; } = [];

    /// <param name="earlier">What was imported before: Portal's id by the export's.</param>
    public void Read(JsonElement? part, IReadOnlyDictionary<string, string> earlier)
    {
        var objects = Objects(part, "assistants", "assistant", Most);
        plan.AssistantsFound = objects.Count;
        foreach (var (index, one) in objects.Index())
        {
            var at = $"assistants[{index}]";
            var origin = Id(one, at);
            var definition = Definition(one, at, origin);
            if (earlier.TryGetValue(origin, out var present))
            {
                Known[origin] = (present, definition.Name);
                plan.Note(ImportNoteKind.LeftOut, at, $"'{definition.Name}' was imported before.");
                continue;
            }

            var id = Ids.New("asst");
            Known[origin] = (id, definition.Name);
            plan.Assistants.Add((id, definition, Time(one, at, now)));
        }
    }

    AssistantInput Definition(JsonElement one, string at, string origin)
    {
        var input = new Dictionary<string, object?>
        {
            ["name"] = Text(one, "name", at) is { } name && !string.IsNullOrWhiteSpace(name) ? name : $"Imported assistant {Short(origin)}",
            ["description"] = Text(one, "description", at),
            ["instructions"] = Text(one, "instructions", at),
            ["model"] = Model(one, at),
            ["tools"] = Tools(one, at),
            ["metadata"] = Marked(Metadata(one, at), origin, at, plan),
        };
        foreach (var field in WithoutCounterpart.Where(field => Field(one, field) is { } value && value.GetRawText() is not ("1" or "1.0" or "\"auto\"" or "{}")))
            plan.Note(ImportNoteKind.LeftOut, $"{at}.{field}", "It has no counterpart here.");
        var given = input.Where(field => field.Value is not null).ToDictionary();
        var read = ContractReader.Read<AssistantInput>(JsonSerializer.SerializeToElement(given, Wire.Json));
        if (!read.IsSuccess) throw At(read.Error, at);
        return AssistantRules.Check(read.Value) is { } wrong ? throw At(wrong, at) : AssistantContracts.Complete(read.Value);
    }

    string Model(JsonElement one, string at)
    {
        var own = Text(one, "model", at);
        if (own is not null && models.Contains(own)) return own;
        if (model is not null)
        {
            plan.Note(ImportNoteKind.Changed, $"{at}.model", $"The model '{Short(own ?? "")}' is not in the catalogue; '{model}' takes its place.");
            return model;
        }

        plan.Note(ImportNoteKind.Blocking, $"{at}.model", $"The model '{Short(own ?? "")}' is not in the catalogue. Add it there, or choose another one with 'model'.");
        return models.FirstOrDefault() ?? "none";
    }

    List<object> Tools(JsonElement one, string at)
    {
        var tools = new List<object>();
        foreach (var (tool, place) in Items(one, "tools", at))
        {
            switch (Text(tool, "type", place))
            {
                case "code_interpreter":
                    tools.Add(new { Type = "code_interpreter", Enabled = true });
                    break;
                case "function" when Field(tool, "function") is { ValueKind: JsonValueKind.Object } function:
                    tools.Add(new { Type = "function", Function = Function(function, $"{place}.function") });
                    break;
                case "function":
                    throw Wrong($"'{place}.function' is missing.", $"{place}.function");
                case var type:
                    plan.Note(ImportNoteKind.LeftOut, place, $"Tools of the type '{Short(type ?? "")}' are not served here.");
                    break;
            }
        }

        return tools;
    }

    static Dictionary<string, object> Function(JsonElement function, string place)
    {
        var fields = new Dictionary<string, object>();
        if (Text(function, "name", place) is { } name) fields["name"] = name;
        if (Text(function, "description", place) is { } description) fields["description"] = description;
        if (Field(function, "parameters") is { } parameters) fields["parameters"] = parameters;
        if (Field(function, "strict") is { ValueKind: JsonValueKind.True or JsonValueKind.False } strict) fields["strict"] = strict;
        return fields;
    }

    /// <summary>With the id that it had, so that it is recognized when it is imported again.</summary>
    public static Dictionary<string, string> Marked(Dictionary<string, string> metadata, string origin, string at, ImportPlan plan)
    {
        if (metadata.Count < 16 || metadata.ContainsKey(ImportPlan.Origin)) metadata[ImportPlan.Origin] = origin;
        else plan.Note(ImportNoteKind.Changed, $"{at}.metadata", "All 16 pairs are taken, so it will not be recognized when it is imported again.");
        return metadata;
    }

    static ApiErrorException At(ApiError error, string at) =>
        new(error with { Message = $"In '{at}': {error.Message}", Param = error.Param is null ? at : $"{at}.{error.Param}", Code = "invalid_export" });
}
