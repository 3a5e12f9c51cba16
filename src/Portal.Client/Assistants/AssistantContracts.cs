using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Assistants;

/// <summary>An assistant as of its newest version. Every saved change is a new immutable version.</summary>
/// <param name="NotInForce">Fields that are stored but have no effect in this release, by path, such as <c>memory.summary_method</c>.</param>
/// <param name="Version">Counts from 1.</param>
public sealed record Assistant(
    string Id,
    string ProjectId,
    string Name,
    string? Description,
    Persona? Persona,
    string? Instructions,
    IReadOnlyList<AssistantVariable> Variables,
    string Model,
    IReadOnlyList<AssistantTool> Tools,
    AssistantMemory Memory,
    AssistantSafety Safety,
    AssistantPrivacy Privacy,
    bool Paused,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<string> NotInForce,
    int Version,
    bool Archived,
    long CreatedAt,
    long UpdatedAt)
{
    public string Object => "assistant";

    /// <summary>What a caller has set of it.</summary>
    public AssistantInput ToInput() => new()
    {
        Name = Name,
        Description = Description,
        Persona = Persona,
        Instructions = Instructions,
        Variables = Variables,
        Model = Model,
        Tools = Tools,
        Memory = Memory,
        Safety = Safety,
        Privacy = Privacy,
        Paused = Paused,
        Metadata = Metadata,
    };
}

/// <summary>What a caller sets; see <see cref="Projects.ProjectInput"/> for how updates read.</summary>
[ReadOnlyFields("id", "object", "project_id", "version", "archived", "not_in_force", "created_at", "updated_at")]
public sealed record AssistantInput
{
    [StringLength(256, MinimumLength = 1), SingleLine]
    public required string Name { get; init; }

    [StringLength(2000)]
    public string? Description { get; init; }

    public Persona? Persona { get; init; }

    /// <summary>Instructions and persona may use <see cref="Variables"/> and the built-in ones as <c>{{name}}</c>; see <see cref="PromptText"/>.</summary>
    [StringLength(256_000)]
    public string? Instructions { get; init; }

    [MaxLength(50)]
    public IReadOnlyList<AssistantVariable>? Variables { get; init; }

    /// <summary>The id of a model of the catalogue.</summary>
    [StringLength(200, MinimumLength = 1)]
    public required string Model { get; init; }

    [MaxLength(128)]
    public IReadOnlyList<AssistantTool>? Tools { get; init; }

    public AssistantMemory? Memory { get; init; }

    public AssistantSafety? Safety { get; init; }

    public AssistantPrivacy? Privacy { get; init; }

    /// <summary>True refuses new replies of this assistant.</summary>
    public bool Paused { get; init; }

    [Metadata]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Why it is saved, in the author's words; kept with the version that this save makes, not with the assistant.</summary>
    [StringLength(500)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? VersionNote { get; init; }
}

/// <summary>A name that stands for a text in instructions and persona: <c>{{name}}</c>.</summary>
public sealed record AssistantVariable
{
    [RegularExpression("^[a-z][a-z0-9_]{0,63}$", ErrorMessage = "must be small letters, digits and underscores, beginning with a letter, at most 64.")]
    public required string Name { get; init; }

    [StringLength(500)]
    public string? Description { get; init; }

    /// <summary>The text, unless the thread's metadata holds another under the same name; default: nothing.</summary>
    [StringLength(2000)]
    public string? Default { get; init; }
}

public sealed record Persona
{
    [StringLength(500)]
    public string? Tone { get; init; }

    [StringLength(2000)]
    public string? Expertise { get; init; }

    /// <summary>Each at most 500 characters.</summary>
    [MaxLength(50)]
    public IReadOnlyList<string>? Constraints { get; init; }
}

/// <summary>A tool by its <c>type</c>: <c>function</c> or <c>code_interpreter</c>. Others are a 400 <c>unsupported_tool</c>.</summary>
public sealed record AssistantTool
{
    [Kind("unsupported_tool", "function", "code_interpreter")]
    public required string Type { get; init; }

    /// <summary>For <c>function</c>.</summary>
    public FunctionTool? Function { get; init; }

    /// <summary>For <c>code_interpreter</c>; default true.</summary>
    public bool? Enabled { get; init; }
}

public sealed record FunctionTool
{
    [RegularExpression("^[A-Za-z0-9_-]{1,64}$", ErrorMessage = "must be 1 to 64 letters, digits, underscores and hyphens.")]
    public required string Name { get; init; }

    [StringLength(4000)]
    public string? Description { get; init; }

    /// <summary>A JSON Schema of type <c>object</c>, at most 64 KiB and 20 levels deep; default: no arguments.</summary>
    public JsonElement? Parameters { get; init; }

    public bool? Strict { get; init; }
}

public sealed record AssistantMemory
{
    public bool Enabled { get; init; } = true;

    public SummaryMethod SummaryMethod { get; init; }

    [MaxLength(50)]
    public IReadOnlyList<string> VectorStoreIds { get; init; } = [];
}

[JsonConverter(typeof(SnakeCaseEnum<SummaryMethod>))]
public enum SummaryMethod
{
    None,
    Reflection,
}

public sealed record AssistantSafety
{
    public bool Strict { get; init; }

    /// <summary>Host names, with <c>*.</c> for all below one.</summary>
    [MaxLength(200)]
    public IReadOnlyList<string> AllowedDomains { get; init; } = [];

    [StringLength(64)]
    public string? PolicyId { get; init; }
}

public sealed record AssistantPrivacy
{
    public PrivacyMode Mode { get; init; }

    /// <summary>Names such as <c>email</c>, or <c>customer_id</c> of your own.</summary>
    [MaxLength(100)]
    public IReadOnlyList<string> AllowedEntities { get; init; } = [];

    [StringLength(64)]
    public string? PolicyId { get; init; }
}

[JsonConverter(typeof(SnakeCaseEnum<PrivacyMode>))]
public enum PrivacyMode
{
    Off,
    Standard,
    Strict,
}

/// <summary>The part of an update that pauses or resumes.</summary>
public sealed record AssistantPause(bool Paused);
