using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mem0Sharp.AspNetCore;

/// <summary>What all routes do around their own work: who calls, what it may, how large, and errors as the wire has them.</summary>
internal sealed class WireEndpoint(
    bool writes, bool takesJson, Func<WireRequest, Task<WireReply>> handle, Func<HttpContext, int, string, string?, WireReply> error, Action<HttpContext>? guard)
{
    /// <summary>Maps a route.</summary>
    public IEndpointConventionBuilder Map(RouteGroupBuilder group, string method, string pattern, string name) =>
        group.MapMethods(pattern, [method], InvokeAsync).WithName(name);

    private async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers["X-Request-ID"] = context.TraceIdentifier;
        try
        {
            WireReply reply = await AnswerAsync(context).ConfigureAwait(false);
            await reply.WriteAsync(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        catch (WireException exception)
        {
            await FailAsync(context, exception.Status, exception.Message, code: null).ConfigureAwait(false);
        }
        catch (MemoryException exception)
        {
            int status = WireErrors.StatusOf(exception);
            if (status >= StatusCodes.Status500InternalServerError)
            {
                WireLog.Failed(Logger(context), context.TraceIdentifier, exception.ErrorCode);
            }

            await FailAsync(context, status, $"{exception.Message} {exception.Suggestion}", exception.ErrorCode).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception)
        {
            await FailAsync(context, exception.StatusCode, "The body is too large, or ended early.", code: null).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Its message may quote what somebody said.
            WireLog.Failed(Logger(context), context.TraceIdentifier, exception.GetType().Name);
            await FailAsync(context, StatusCodes.Status500InternalServerError, "The request could not be answered.", code: null).ConfigureAwait(false);
        }
    }

    private async Task<WireReply> AnswerAsync(HttpContext context)
    {
        guard?.Invoke(context);
        IServiceProvider services = context.RequestServices;
        Mem0ServerOptions settings = services.GetRequiredService<IOptionsMonitor<Mem0ServerOptions>>().CurrentValue;
        Mem0Access? access = await services.GetRequiredService<AccessResolver>().ResolveAsync(context).ConfigureAwait(false);
        if (access is null)
        {
            context.Response.Headers.WWWAuthenticate = "Token";
            throw new WireException(StatusCodes.Status401Unauthorized, "The caller is not known: show a key as \"Authorization: Token …\".");
        }

        if (!services.GetRequiredService<RequestRate>().IsWithin(context, settings.RequestsPerMinute, out TimeSpan wait))
        {
            context.Response.Headers.RetryAfter = FormattableString.Invariant($"{Math.Ceiling(wait.TotalSeconds)}");
            throw new WireException(StatusCodes.Status429TooManyRequests, "Too many requests: try again later.");
        }

        if (writes && access.IsReadOnly)
        {
            throw WireException.Forbidden("The caller may read only.");
        }

        context.Features.Set(access);
        Limit(context, takesJson ? settings.MaxRequestBodyBytes : null);
        MemoryGate memory = new(services.GetRequiredService<Memory>(), access);
        JsonObject body = takesJson ? await WireRequest.ReadBodyAsync(context.Request).ConfigureAwait(false) : [];
        return await handle(new WireRequest(context, memory, settings, body)).ConfigureAwait(false);
    }

    private static void Limit(HttpContext context, long? most)
    {
        if (context.Request.ContentLength > most)
        {
            throw new WireException(StatusCodes.Status413PayloadTooLarge, "The body is too large.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = most;
        }
    }

    private Task FailAsync(HttpContext context, int status, string message, string? code)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        return error(context, status, message, code).WriteAsync(context);
    }

    private static ILogger Logger(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(WireLog.Category);
}
