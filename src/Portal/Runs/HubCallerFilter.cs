using Microsoft.AspNetCore.SignalR;
using Portal.Access;
using Portal.Access.Live;
using Portal.Api;
using Portal.Client.Api;

namespace Portal.Runs;

/// <summary>Gives each hub verb its caller with today's rights, and ends the connection with the session or key behind it.</summary>
internal sealed class HubCallerFilter(Callers callers, ILiveRights rights, Refusals refusals) : IHubFilter
{
    static readonly object CallerKey = new();
    static readonly object RightKey = new();

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        // The connection's request has passed the same authentication as every other.
        var caller = CallerMiddleware.CallerOfConnection(context.Context.GetHttpContext()!);
        var right = rights.Watch(caller, static _ => true);
        right.Lost.Register(context.Context.Abort);
        context.Context.Items[CallerKey] = caller;
        context.Context.Items[RightKey] = right;
        await next(context);
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        ((IDisposable)context.Context.Items[RightKey]!).Dispose();
        return next(context, exception);
    }

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var connected = (Caller)invocationContext.Context.Items[CallerKey]!;
        var call = invocationContext.ServiceProvider.GetRequiredService<CallContext>();
        call.RequestId = Ids.New("req");
        call.TurnedAway = connected;
        try
        {
            var caller = await callers.Refresh(connected, invocationContext.Context.ConnectionAborted);
            if (!caller.IsSuccess) throw new RefusedHubException(caller.Error);
            if (Visits.RefuseVerb(invocationContext.HubMethodName, caller.Value) is { } refused) throw new RefusedHubException(refused);
            call.Caller = caller.Value;
            return await next(invocationContext);
        }
        catch (RefusedHubException failed)
        {
            var target = $"{ChatHub.Path} {invocationContext.HubMethodName}";
            throw new RefusedHubException(await refusals.Record(call.ToSubject(), failed.Error, "hub_call", target));
        }
    }
}
