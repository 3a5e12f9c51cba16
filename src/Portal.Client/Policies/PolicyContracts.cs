using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;
using Portal.Client.Assistants;

namespace Portal.Client.Policies;

[JsonConverter(typeof(SnakeCaseEnum<PolicyKind>))]
public enum PolicyKind
{
    Safety,
    Privacy,
}

/// <summary>
/// Rules for what people write, what tools bring and what assistants answer, as of their newest version. They hold where
/// the policy is attached. Every saved change is a new immutable version.
/// </summary>
/// <param name="Strict">Of a safety policy: rules that cannot be evaluated block in place of flagging, and injection screening blocks.</param>
/// <param name="AllowedDomains">Of a safety policy: the only hosts that links and images may lead to; empty for any.</param>
/// <param name="Mode">Of a privacy policy.</param>
/// <param name="AllowedEntities">Of a privacy policy: the personal data that replies may hold.</param>
/// <param name="Version">Counts from 1.</param>
public sealed record Policy(
    string Id,
    PolicyKind Kind,
    string Name,
    string? Description,
    bool Strict,
    IReadOnlyList<string> AllowedDomains,
    PrivacyMode Mode,
    IReadOnlyList<string> AllowedEntities,
    IReadOnlyList<PolicyRule> Rules,
    int Version,
    bool Archived,
    long CreatedAt,
    long UpdatedAt)
{
    public string Object => "policy";

    /// <summary>What a caller has set of it.</summary>
    public PolicyInput ToInput() => new()
    {
        Kind = Kind,
        Name = Name,
        Description = Description,
        Strict = Strict,
        AllowedDomains = AllowedDomains,
        Mode = Mode,
        AllowedEntities = AllowedEntities,
        Rules = Rules,
    };
}

/// <summary>What a caller sets.</summary>
[ReadOnlyFields("id", "object", "version", "archived", "created_at", "updated_at")]
public sealed record PolicyInput
{
    /// <summary>Cannot change later.</summary>
    public required PolicyKind Kind { get; init; }

    [StringLength(256, MinimumLength = 1), SingleLine]
    public required string Name { get; init; }

    [StringLength(2000)]
    public string? Description { get; init; }

    public bool Strict { get; init; }

    /// <summary>Host names, with <c>*.</c> for all below one.</summary>
    [MaxLength(200)]
    public IReadOnlyList<string>? AllowedDomains { get; init; }

    public PrivacyMode Mode { get; init; }

    [MaxLength(100)]
    public IReadOnlyList<string>? AllowedEntities { get; init; }

    [MaxLength(100)]
    public IReadOnlyList<PolicyRule>? Rules { get; init; }

    /// <summary>Why it is saved, in the author's words; kept with the version that this save makes.</summary>
    [StringLength(500)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? VersionNote { get; init; }
}

/// <summary>One rule, by its <c>type</c>. The fields after <see cref="Message"/> belong to types; those of another type are a 400.</summary>
public sealed record PolicyRule
{
    /// <summary>Of 1 to 64 small letters, digits and underscores, unique in the policy; made from the type where it is left out.</summary>
    [StringLength(64)]
    public string? Id { get; init; }

    [Kind("unsupported_rule", "pii", "phrases", "regex", "domains", "injection", "instruction_leak", "moderation", "max_length", "language", "topics", "disclaimer")]
    public required string Type { get; init; }

    [MinLength(1), MaxLength(5)]
    public required IReadOnlyList<PolicyDirection> AppliesTo { get; init; }

    public PolicyAction Action { get; init; } = PolicyAction.Flag;

    /// <summary>Told to the person in the chat where the rule blocks.</summary>
    [StringLength(500)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    /// <summary>Of <c>pii</c>: names such as <c>email</c>, or custom ones.</summary>
    [MaxLength(100)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Entities { get; init; }

    /// <summary>Of <c>phrases</c>: each 1 to 200 characters, found as whole words whatever their case.</summary>
    [MaxLength(1000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Phrases { get; init; }

    /// <summary>Of <c>regex</c>: an expression that needs no backtracking, without anchors but <c>\b</c>.</summary>
    [StringLength(1000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pattern { get; init; }

    /// <summary>Of <c>regex</c>: what a match is called, such as <c>customer_id</c>; default <c>match</c>.</summary>
    [StringLength(64)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Entity { get; init; }

    /// <summary>Of <c>regex</c>: the longest match in characters, 1 to 512; default 512. A longer one is no match.</summary>
    [Range(1, 512)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxMatch { get; init; }

    /// <summary>Of <c>domains</c>: host names; of <c>language</c>: codes such as <c>en</c>.</summary>
    [MaxLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>Of <c>injection</c> and <c>moderation</c>: the score from which the rule acts, 0 to 1; default 0.5.</summary>
    [Range(0.0, 1.0)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Threshold { get; init; }

    /// <summary>Of <c>moderation</c>: what the provider's moderation endpoint calls it, such as <c>hate</c> or <c>self-harm/intent</c>; default all.</summary>
    [MaxLength(50)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>Of <c>max_length</c>: 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Characters { get; init; }

    /// <summary>Of <c>topics</c>: each some words that stand for the topic when all of them are in one sentence.</summary>
    [MaxLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Denied { get; init; }

    /// <summary>Of <c>disclaimer</c>: what each reply ends with, unless it holds it already.</summary>
    [StringLength(2000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }
}

/// <summary>Which text a rule reads.</summary>
[JsonConverter(typeof(SnakeCaseEnum<PolicyDirection>))]
public enum PolicyDirection
{
    /// <summary>What people write.</summary>
    Input,
    /// <summary>Passages that were looked up.</summary>
    Retrieved,
    /// <summary>The arguments with which the model calls a tool.</summary>
    ToolInput,
    /// <summary>What a tool answered.</summary>
    ToolOutput,
    /// <summary>What the assistant answers.</summary>
    Output,
}

/// <summary>What a rule does with what it finds, the mildest first.</summary>
[JsonConverter(typeof(SnakeCaseEnum<PolicyAction>))]
public enum PolicyAction
{
    /// <summary>Nothing, and no milder or harsher rule of the same policy does anything with the same words either.</summary>
    Allow,
    /// <summary>Records it.</summary>
    Flag,
    /// <summary>Takes the words out.</summary>
    Redact,
    /// <summary>Holds it back until a person has approved it.</summary>
    Ask,
    /// <summary>Refuses it.</summary>
    Block,
}

/// <summary>A policy as of one of its versions.</summary>
/// <param name="Id">The policy's id and the number, <c>pol_….3</c>.</param>
/// <param name="Note">What its author said of it.</param>
public sealed record PolicyVersion(string Id, string PolicyId, int Version, PolicyInput Definition, string AuthorId, string AuthorName, string? Note, long CreatedAt)
{
    public string Object => "policy.version";
}

[JsonConverter(typeof(SnakeCaseEnum<PolicyTarget>))]
public enum PolicyTarget
{
    /// <summary>Every assistant there is: a floor that nothing below loosens.</summary>
    Organization,
    Project,
    Assistant,
}

/// <summary>Where a policy holds.</summary>
/// <param name="TargetId">Null for the organization.</param>
/// <param name="TargetName">Null where it is gone.</param>
public sealed record PolicyAttachment(string PolicyId, PolicyTarget TargetType, string? TargetId, string? TargetName, long CreatedAt)
{
    public string Object => "policy.attachment";

    /// <summary>Whether the policy holds for an assistant because of it.</summary>
    public bool Holds(string projectId, string? assistantId) => TargetType switch
    {
        PolicyTarget.Organization => true,
        PolicyTarget.Project => TargetId == projectId,
        _ => TargetId == assistantId,
    };
}

public sealed record PolicyAttachmentInput
{
    public required PolicyTarget TargetType { get; init; }

    /// <summary>A project's or an assistant's id; left out for the organization.</summary>
    [StringLength(64)]
    public string? TargetId { get; init; }
}

/// <summary>Personal data of one's own making, such as <c>customer_id</c>, which rules and privacy settings then name.</summary>
/// <param name="Context">Words near it, without any of which it is no match; empty for none.</param>
public sealed record PolicyEntity(string Name, string Pattern, IReadOnlyList<string> Context, PolicyCheck? Check, long CreatedAt)
{
    public string Object => "policy.entity";
}

public sealed record PolicyEntityInput
{
    [StringLength(64, MinimumLength = 1)]
    public required string Name { get; init; }

    /// <summary>As <see cref="PolicyRule.Pattern"/>; a match has at most 512 characters.</summary>
    [StringLength(1000, MinimumLength = 1)]
    public required string Pattern { get; init; }

    [MaxLength(50)]
    public IReadOnlyList<string>? Context { get; init; }

    public PolicyCheck? Check { get; init; }
}

/// <summary>The rule that a number's check digit keeps.</summary>
[JsonConverter(typeof(SnakeCaseEnum<PolicyCheck>))]
public enum PolicyCheck
{
    Luhn,
    Mod97,
    Verhoeff,
}
