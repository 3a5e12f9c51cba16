namespace Portal.Client.Assistants;

/// <summary>Two definitions that grew from the same one, put together field by field.</summary>
static class DraftMerge
{
    /// <summary>The field of the contract that a difference is part of: <c>persona.tone</c> is part of <c>persona</c>.</summary>
    public static string RootOf(string field) => field.Split('.')[0];

    /// <summary>Mine, with the named fields as they are in theirs.</summary>
    public static AssistantInput Take(AssistantInput mine, AssistantInput theirs, IEnumerable<string> fields) => fields.Aggregate(mine, (merged, field) => field switch
    {
        "name" => merged with { Name = theirs.Name },
        "description" => merged with { Description = theirs.Description },
        "persona" => merged with { Persona = theirs.Persona },
        "instructions" => merged with { Instructions = theirs.Instructions },
        "variables" => merged with { Variables = theirs.Variables },
        "model" => merged with { Model = theirs.Model },
        "tools" => merged with { Tools = theirs.Tools },
        "memory" => merged with { Memory = theirs.Memory },
        "safety" => merged with { Safety = theirs.Safety },
        "privacy" => merged with { Privacy = theirs.Privacy },
        "paused" => merged with { Paused = theirs.Paused },
        "metadata" => merged with { Metadata = theirs.Metadata },
        _ => merged,
    });
}
