using Portal.Client.Shared;

namespace Portal.Client.Assistants;

/// <summary>A variable while it is edited.</summary>
public sealed class VariableDraft
{
    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? Default { get; set; }

    internal static VariableDraft From(AssistantVariable variable) =>
        new() { Name = variable.Name, Description = variable.Description, Default = variable.Default };

    internal AssistantVariable ToVariable(int index, FormErrors errors)
    {
        var variable = new AssistantVariable
        {
            Name = Name?.Trim() ?? "",
            Description = string.IsNullOrWhiteSpace(Description) ? null : Description,
            Default = string.IsNullOrEmpty(Default) ? null : Default,
        };
        var at = $"variables[{index}].";
        if (variable.Name.Length == 0) errors.Set(at + "name", "This may not be empty.");
        else if (PromptText.IsBuiltIn(variable.Name)) errors.Set(at + "name", "This name is built in.");
        errors.Check(variable, at);
        return variable;
    }

    internal string Fingerprint() => string.Join('\u001f', Name, Description, Default);
}
