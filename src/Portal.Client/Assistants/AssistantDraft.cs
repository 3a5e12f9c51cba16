using System.Text.Json;
using Portal.Client.Shared;

namespace Portal.Client.Assistants;

/// <summary>An assistant while it is edited: lists as lines of text, schemas as text that need not be JSON yet.</summary>
public sealed class AssistantDraft
{
    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? Model { get; set; }

    public string? Instructions { get; set; }

    public string? Tone { get; set; }

    public string? Expertise { get; set; }

    public string? Constraints { get; set; }

    public List<VariableDraft> Variables { get; private set; } = [];

    public List<FunctionDraft> Functions { get; private set; } = [];

    public bool CodeInterpreter { get; set; }

    public bool MemoryEnabled { get; set; } = true;

    public SummaryMethod SummaryMethod { get; set; }

    public string? VectorStoreIds { get; set; }

    public bool SafetyStrict { get; set; }

    public string? AllowedDomains { get; set; }

    public string? SafetyPolicyId { get; set; }

    public PrivacyMode PrivacyMode { get; set; }

    public string? AllowedEntities { get; set; }

    public string? PrivacyPolicyId { get; set; }

    public bool Paused { get; set; }

    public string? Metadata { get; set; }

    public static AssistantDraft From(Assistant assistant) => From(assistant.ToInput());

    public static AssistantDraft From(AssistantInput input) => new()
    {
        Name = input.Name,
        Description = input.Description,
        Model = input.Model,
        Instructions = input.Instructions,
        Tone = input.Persona?.Tone,
        Expertise = input.Persona?.Expertise,
        Constraints = Lines.Join(input.Persona?.Constraints),
        Variables = input.Variables?.Select(VariableDraft.From).ToList() ?? [],
        Functions = input.Tools?.Where(tool => tool.Function is not null).Select(tool => FunctionDraft.From(tool.Function!)).ToList() ?? [],
        CodeInterpreter = input.Tools?.Any(tool => tool is { Type: "code_interpreter", Enabled: not false }) ?? false,
        MemoryEnabled = input.Memory?.Enabled ?? true,
        SummaryMethod = input.Memory?.SummaryMethod ?? SummaryMethod.None,
        VectorStoreIds = Lines.Join(input.Memory?.VectorStoreIds),
        SafetyStrict = input.Safety?.Strict ?? false,
        AllowedDomains = Lines.Join(input.Safety?.AllowedDomains),
        SafetyPolicyId = input.Safety?.PolicyId,
        PrivacyMode = input.Privacy?.Mode ?? PrivacyMode.Off,
        AllowedEntities = Lines.Join(input.Privacy?.AllowedEntities),
        PrivacyPolicyId = input.Privacy?.PolicyId,
        Paused = input.Paused,
        Metadata = Lines.JoinPairs(input.Metadata),
    };

    /// <summary>The input that the form stands for; what cannot be one is told to <paramref name="errors"/>.</summary>
    internal AssistantInput ToInput(FormErrors errors)
    {
        var tools = Functions.Select((function, index) => function.ToTool(index, errors)).ToList();
        if (CodeInterpreter) tools.Add(new AssistantTool { Type = "code_interpreter", Enabled = true });
        if (!Lines.TrySplitPairs(Metadata, out var metadata))
            errors.Set("metadata", "Write one pair on each line: name = value.");
        var input = new AssistantInput
        {
            Name = Name?.Trim() ?? "",
            Description = Text(Description),
            Persona = Text(Tone) is null && Text(Expertise) is null && Text(Constraints) is null
                ? null
                : new Persona { Tone = Text(Tone), Expertise = Text(Expertise), Constraints = Lines.Split(Constraints) },
            Instructions = Text(Instructions),
            Variables = [.. Variables.Select((variable, index) => variable.ToVariable(index, errors))],
            Model = Model ?? "",
            Tools = tools,
            Memory = new AssistantMemory { Enabled = MemoryEnabled, SummaryMethod = SummaryMethod, VectorStoreIds = Lines.Split(VectorStoreIds) },
            Safety = new AssistantSafety { Strict = SafetyStrict, AllowedDomains = Lines.Split(AllowedDomains), PolicyId = Text(SafetyPolicyId) },
            Privacy = new AssistantPrivacy { Mode = PrivacyMode, AllowedEntities = Lines.Split(AllowedEntities), PolicyId = Text(PrivacyPolicyId) },
            Paused = Paused,
            Metadata = metadata,
        };
        errors.Check(input);
        if (input.Persona is { } persona) errors.Check(persona, "persona.");
        return input;
    }

    /// <summary>What the prompt is composed of, as far as it is whole: what is half typed is left out.</summary>
    internal AssistantInput ToPreview()
    {
        var aside = new FormErrors();
        var input = ToInput(aside);
        return new AssistantInput
        {
            Name = input.Name.Length == 0 ? "New assistant" : input.Name,
            Persona = input.Persona,
            Instructions = input.Instructions,
            Variables = [.. input.Variables!.Where((variable, index) => aside.At($"variables[{index}].name") is null).DistinctBy(variable => variable.Name)],
            Model = input.Model.Length == 0 ? "none" : input.Model,
            Tools = [.. input.Tools!.Where((tool, index) => tool.Function is null || aside.At($"tools[{index}].function.name") is null).DistinctBy(tool => tool.Function?.Name)],
        };
    }

    /// <summary>The names that instructions and persona may use besides the built-in ones.</summary>
    internal IReadOnlyCollection<string> VariableNames => [.. Variables.Select(variable => variable.Name?.Trim() ?? "").Where(name => name.Length > 0)];

    /// <summary>The same for two drafts exactly when nothing that is typed differs.</summary>
    internal string Fingerprint() => string.Join('\u001f',
        Name, Description, Model, Instructions, Tone, Expertise, Constraints, CodeInterpreter, MemoryEnabled, SummaryMethod, VectorStoreIds,
        SafetyStrict, AllowedDomains, SafetyPolicyId, PrivacyMode, AllowedEntities, PrivacyPolicyId, Paused, Metadata,
        string.Join('\u001e', Variables.Select(variable => variable.Fingerprint())),
        string.Join('\u001e', Functions.Select(function => function.Fingerprint())));

    static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed;
}
