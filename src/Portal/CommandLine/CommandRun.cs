using System.CommandLine;
using Microsoft.Extensions.Options;
using Portal.Access;
using Portal.Api;
using Portal.Client.Api;
using Portal.Data;

namespace Portal.CommandLine;

/// <summary>How a verb runs: in a scope of its own, as Portal itself, with its answer printed as text or JSON.</summary>
internal sealed class CommandRun(IServiceProvider? services, Option<bool> json)
{
    /// <summary>Over the data of a portal that is there.</summary>
    public void Action<T>(Command command, Func<IServiceProvider, ParseResult, CancellationToken, Task<Result<T>>> work, Func<T, string> text) =>
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                DataDirectory.RequirePortal(Portal);
            }
            catch (StartRefusedException refused)
            {
                return Answer(parsed, (Result<T>)ApiError.Conflict(refused.Message, "not_a_portal"), text);
            }

            return await Perform(parsed, work, text, cancellation);
        });

    /// <summary>Where there may be no portal yet.</summary>
    public void ActionAnywhere<T>(Command command, Func<IServiceProvider, ParseResult, CancellationToken, Task<Result<T>>> work, Func<T, string> text) =>
        command.SetAction((parsed, cancellation) => Perform(parsed, work, text, cancellation));

    PortalOptions Portal => services!.GetRequiredService<IOptions<PortalOptions>>().Value;

    async Task<int> Perform<T>(
        ParseResult parsed, Func<IServiceProvider, ParseResult, CancellationToken, Task<Result<T>>> work, Func<T, string> text, CancellationToken cancellation)
    {
        await using var scope = services!.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().Caller = Caller.System with { Name = $"Command line ({Environment.UserName})" };
        try
        {
            return Answer(parsed, await work(scope.ServiceProvider, parsed, cancellation), text);
        }
        catch (Exception error) when (error is StartRefusedException or StorageUnavailableException or ApiErrorException)
        {
            return Answer(parsed, (Result<T>)((error as ApiErrorException)?.Error ?? ApiError.Unavailable(error.Message)), text);
        }
    }

    int Answer<T>(ParseResult parsed, Result<T> result, Func<T, string> text)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        if (result.IsSuccess)
        {
            output.WriteLine(parsed.GetValue(json) ? Wire.Serialize(result.Value) : text(result.Value));
            return 0;
        }

        error.WriteLine(parsed.GetValue(json) ? Wire.Serialize(new ErrorBody(result.Error)) : result.Error.Message);
        return 1;
    }
}
