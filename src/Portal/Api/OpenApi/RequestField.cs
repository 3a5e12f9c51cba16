using Microsoft.OpenApi;

namespace Portal.Api.OpenApi;

/// <summary>A field of the query or a header that an endpoint reads by itself, for its description.</summary>
/// <param name="Words">What may stand in it; none for any text.</param>
internal sealed record RequestField(string Name, string Description, params string[] Words)
{
    public ParameterLocation In { get; init; } = ParameterLocation.Query;

    public JsonSchemaType Type { get; init; } = JsonSchemaType.String;

    public static RequestField Header(string name, string description) => new(name, description) { In = ParameterLocation.Header };

    public static RequestField Number(string name, string description) => new(name, description) { Type = JsonSchemaType.Integer };

    public OpenApiParameter ToParameter() => new()
    {
        Name = Name,
        In = In,
        Description = Description,
        Schema = new OpenApiSchema
        {
            Type = Type,
            Enum = Words.Length == 0 ? null : [.. Words.Select(word => (System.Text.Json.Nodes.JsonNode)word)],
        },
    };
}

internal static class RequestFields
{
    public static void Add(EndpointBuilder builder, params IEnumerable<RequestField> fields)
    {
        foreach (var field in fields) builder.Metadata.Add(field);
    }
}

/// <summary>The body is an update: every field may be left out.</summary>
internal sealed record PatchMetadata;
