using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.CannedReplies;

/// <summary>A text that people of a project send often.</summary>
/// <param name="Name">The word after the slash; unique in the project, whatever its case.</param>
/// <param name="Text">At most 8,000 characters, with variables that <see cref="CannedReplyText"/> fills in.</param>
/// <param name="CreatedBy">Id of the user or key that made it.</param>
public sealed record CannedReply(
    string Id, string ProjectId, string Name, string Title, string Text, string CreatedBy, long CreatedAt, long UpdatedAt)
{
    public string Object => "canned_reply";
}

[ReadOnlyFields("id", "object", "project_id", "created_by", "created_at", "updated_at")]
public sealed record CannedReplyInput
{
    public const int LongestText = 8_000;

    [StringLength(40, MinimumLength = 1)]
    [RegularExpression(@"[\p{L}\p{M}\p{Nd}_-]+", ErrorMessage = "must be one word of letters, digits, - and _.")]
    public required string Name { get; init; }

    [StringLength(200, MinimumLength = 1), SingleLine]
    public required string Title { get; init; }

    [StringLength(LongestText, MinimumLength = 1)]
    public required string Text { get; init; }
}

/// <summary>By what a list of them is in order.</summary>
[JsonConverter(typeof(SnakeCaseEnum<CannedReplyOrder>))]
public enum CannedReplyOrder
{
    CreatedAt,
    Name,
}
