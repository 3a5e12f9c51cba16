using System.Text.Json;
using Microsoft.Extensions.AI;
using Portal.Client.Audit;
using Portal.Policies;

namespace Portal.Models.Gateway;

/// <param name="Subject">For whom and where: what decides which policies hold.</param>
/// <param name="Model">Its name in the catalogue.</param>
/// <param name="Messages">System text, conversation and tool results, in order. Tool calls of the past are made with <see cref="PastToolCall"/>.</param>
/// <param name="Tools">Declarations: the gateway never invokes one.</param>
internal sealed record ModelCall(
    PolicySubject Subject,
    string Model,
    IReadOnlyList<ChatMessage> Messages,
    IReadOnlyList<FunctionTool> Tools,
    int? MaxOutputTokens)
{
    /// <summary>Whose use it is. Without it no model is asked.</summary>
    public CallPayer? Payer { get; init; }
}

/// <param name="Key">Names the call, so that it is paid for once: the id of the reply that it makes.</param>
internal sealed record CallPayer(string Key, ActorType Actor, string ActorId);

/// <summary>What a model may call. The caller of the gateway runs it, or hands it to whoever does.</summary>
internal sealed class FunctionTool(string name, string? description, JsonElement? parameters, bool strict) : AIFunctionDeclaration
{
    static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    public override string Name => name;

    public override string Description => description ?? "";

    public override JsonElement JsonSchema => parameters ?? NoParameters;

    public bool Strict => strict;
}

/// <summary>A call that the model made earlier in the conversation, with its arguments exactly as it wrote them.</summary>
internal static class PastToolCall
{
    public static FunctionCallContent Create(string id, string name, string arguments) =>
        new(id, name, ParseArguments(arguments)) { RawRepresentation = arguments };

    public static string Arguments(FunctionCallContent call) =>
        call.RawRepresentation as string ?? JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions);

    static Dictionary<string, object?>? ParseArguments(string arguments)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments, AIJsonUtilities.DefaultOptions);
        }
        catch (JsonException)
        {
            // Models do write broken arguments; the raw text still goes back to them as it was.
            return null;
        }
    }
}
