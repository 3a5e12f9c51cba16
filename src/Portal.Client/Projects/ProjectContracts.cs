using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Projects;

/// <summary>A tenant's space: its assistants, threads, keys, members and use.</summary>
/// <param name="Paused">True refuses every model call of the project at once.</param>
/// <param name="CreatedAt">Unix seconds.</param>
public sealed record Project(
    string Id,
    string Name,
    string? Description,
    string AssistantType,
    ProjectStatus Status,
    bool Paused,
    IReadOnlyDictionary<string, string> Metadata,
    long CreatedAt,
    long UpdatedAt)
{
    public string Object => "project";

    /// <summary>Threads are deleted, with all that is in them, so many days after their last activity; null keeps them.</summary>
    public int? RetentionDays { get; init; }
}

[JsonConverter(typeof(SnakeCaseEnum<ProjectStatus>))]
public enum ProjectStatus
{
    Active,
    /// <summary>Readable; nothing new may be made in it.</summary>
    Archived,
}

/// <summary>What a caller sets. On an update, a field given replaces the whole field, null clears it, the rest stays.</summary>
[ReadOnlyFields("id", "object", "created_at", "updated_at")]
public sealed record ProjectInput
{
    [StringLength(200, MinimumLength = 1), SingleLine]
    public required string Name { get; init; }

    [StringLength(2000)]
    public string? Description { get; init; }

    /// <summary>Picks the starter templates: <c>customer_service</c>, <c>legal</c>, <c>engineering</c>, <c>sales</c>, <c>general</c> or a word of your own.</summary>
    [RegularExpression("^[a-z][a-z0-9_]{0,63}$", ErrorMessage = "must be a lower-case word of at most 64 letters, digits and underscores, beginning with a letter.")]
    public string? AssistantType { get; init; }

    public ProjectStatus Status { get; init; } = ProjectStatus.Active;

    public bool Paused { get; init; }

    [Metadata]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>1 to 3,650; null keeps threads.</summary>
    [Range(1, 3650)]
    public int? RetentionDays { get; init; }
}

/// <summary>Which projects a list holds; null is no condition.</summary>
/// <param name="Query">Text that the name holds, whatever its case, or a project's id; at most 300 characters.</param>
public sealed record ProjectFilter(string? Query = null, ProjectStatus? Status = null, bool? Paused = null);

/// <summary>What a list of projects can be sorted by; names in lower case, by their code points.</summary>
[JsonConverter(typeof(SnakeCaseEnum<ProjectSort>))]
public enum ProjectSort
{
    CreatedAt,
    Name,
}

/// <summary>What a project is called and for; the rules are those of <see cref="ProjectInput"/>.</summary>
public sealed record ProjectDetails(string Name, string? Description, string? AssistantType, IReadOnlyDictionary<string, string>? Metadata, int? RetentionDays);

/// <summary>A change of single fields; what is null is left out of the request and stays as it is.</summary>
public sealed record ProjectPatch(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProjectStatus? Status = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Paused = null);

/// <summary>A user's place in a project.</summary>
public sealed record ProjectMember(string UserId, string Name, string Email, Role Role, ChatAccess ChatAccess, long CreatedAt)
{
    public string Object => "project.member";
}

[ReadOnlyFields("object", "name", "email", "created_at")]
public sealed record ProjectMemberInput
{
    [StringLength(64, MinimumLength = 1)]
    public required string UserId { get; init; }

    /// <summary><c>admin</c>, <c>agent</c> or <c>viewer</c>; ownership belongs to the organization.</summary>
    public required Role Role { get; init; }

    /// <summary>Default: <c>write</c> for admins and agents, <c>none</c> for viewers.</summary>
    public ChatAccess? ChatAccess { get; init; }
}

[JsonConverter(typeof(SnakeCaseEnum<Role>))]
public enum Role
{
    /// <summary>Costs, limits, logs and audit of their projects.</summary>
    Viewer,
    /// <summary>Chats in their projects and approves tool calls.</summary>
    Agent,
    /// <summary>All but ownership.</summary>
    Admin,
    Owner,
}

[JsonConverter(typeof(SnakeCaseEnum<ChatAccess>))]
public enum ChatAccess
{
    None,
    Read,
    Write,
}
