using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Mem0Sharp.AspNetCore;

/// <summary>Says of a parameter what describes a route.</summary>
internal sealed class RouteParameter(ParameterInfo parameter) : IParameterBindingMetadata
{
    public string Name => parameter.Name!;

    public bool HasTryParse => false;

    public bool HasBindAsync => false;

    public ParameterInfo ParameterInfo => parameter;

    public bool IsOptional => new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.Nullable;
}
