using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Models;

/// <summary>A model that the caller may use.</summary>
/// <param name="Provider">Name of the provider that serves it first.</param>
/// <param name="Available">False while no enabled provider serves it.</param>
public sealed record Model(
    string Id,
    ModelTier Tier,
    int ContextWindow,
    IReadOnlyList<string> Modalities,
    string Provider,
    bool Available,
    long CreatedAt)
{
    public string Object => "model";

    /// <summary>In force now; null where the model has none.</summary>
    public ModelPrices? Prices { get; init; }
}

[JsonConverter(typeof(SnakeCaseEnum<ModelTier>))]
public enum ModelTier
{
    Reasoner,
    Fast,
    Tiny,
}

/// <summary>A model of the catalogue as administrators see it. Its id may hold <c>/</c>.</summary>
/// <param name="Prices">In force now; null where the model has none.</param>
public sealed record CatalogueModel(
    string Id,
    ModelTier Tier,
    IReadOnlyList<ModelTarget> Targets,
    int ContextWindow,
    int? MaxOutputTokens,
    IReadOnlyList<string> Modalities,
    ModelPrices? Prices,
    long CreatedAt,
    long UpdatedAt)
{
    public string Object => "catalogue.model";
}

/// <summary>An assistant that names the model, and so keeps it from being deleted.</summary>
public sealed record ModelUser(string Id, string Name, string ProjectId)
{
    public string Object => "assistant";
}

/// <summary>Where a model's calls go; targets are tried by priority, lowest number first.</summary>
public sealed record ModelTarget
{
    public required string ProviderId { get; init; }

    /// <summary>The model's name at the provider.</summary>
    [StringLength(200, MinimumLength = 1)]
    public required string Model { get; init; }

    [Range(0, 1000)]
    public int Priority { get; init; }
}

/// <summary>US dollars for a million tokens.</summary>
public sealed record ModelPrices
{
    [Range(0.0, 1_000_000.0)]
    [JsonPropertyName("input_per_1m")]
    public required decimal InputPer1m { get; init; }

    /// <summary>Default: the input price.</summary>
    [Range(0.0, 1_000_000.0)]
    [JsonPropertyName("cached_input_per_1m")]
    public decimal? CachedInputPer1m { get; init; }

    [Range(0.0, 1_000_000.0)]
    [JsonPropertyName("output_per_1m")]
    public required decimal OutputPer1m { get; init; }

    /// <summary>Default: the output price.</summary>
    [Range(0.0, 1_000_000.0)]
    [JsonPropertyName("reasoning_per_1m")]
    public decimal? ReasoningPer1m { get; init; }

    /// <summary>Unix seconds from which they hold; default now.</summary>
    public long? EffectiveFrom { get; init; }
}

[ReadOnlyFields("id", "object", "created_at", "updated_at")]
public sealed record CatalogueModelInput
{
    public required ModelTier Tier { get; init; }

    [MinLength(1), MaxLength(20)]
    public required IReadOnlyList<ModelTarget> Targets { get; init; }

    [Range(256, 100_000_000)]
    public required int ContextWindow { get; init; }

    [Range(1, 100_000_000)]
    public int? MaxOutputTokens { get; init; }

    /// <summary>Default: <c>["text"]</c>.</summary>
    [MaxLength(10)]
    public IReadOnlyList<string>? Modalities { get; init; }

    public ModelPrices? Prices { get; init; }
}
