using System.Runtime.InteropServices;

namespace LstmGen.Benchmarks.Peers.OneDnn;

/// <summary>Engine and stream of oneDNN, and all that was made with them; it is freed with the session.</summary>
internal sealed unsafe class DnnlSession : IDisposable
{
    private const int Alignment = 64;
    private readonly Stack<Action> _release = [];
    private readonly nint _engine;
    private readonly nint _stream;

    internal DnnlSession()
    {
        Dnnl.Check(Dnnl.CreateEngine(out nint engine, Dnnl.Cpu, 0), "engine_create");
        _release.Push(() => Dnnl.DestroyEngine(engine));
        Dnnl.Check(Dnnl.CreateStream(out nint stream, engine, Dnnl.InOrder), "stream_create");
        _release.Push(() => Dnnl.DestroyStream(stream));
        (_engine, _stream) = (engine, stream);
    }

    /// <summary>The description of an f32 tensor.</summary>
    internal nint Describe(DnnlLayout layout, params ReadOnlySpan<long> dimensions) => Describe(Dnnl.Float32, layout, dimensions);

    /// <summary>The description of a tensor of another type.</summary>
    internal nint Describe(int type, DnnlLayout layout, params ReadOnlySpan<long> dimensions)
    {
        nint descriptor = Allocate(Dnnl.MemoryDescriptorBytes);
        fixed (long* first = dimensions)
        {
            Dnnl.Check(Dnnl.InitMemoryDescriptor(descriptor, dimensions.Length, first, type, (int)layout), "memory_desc_init_by_tag");
        }

        return descriptor;
    }

    /// <summary>A tensor of zeros.</summary>
    internal DnnlMemory Create(nint descriptor)
    {
        long bytes = (long)Dnnl.GetMemorySize(descriptor);
        nint data = Allocate(bytes);
        Dnnl.Check(Dnnl.CreateMemory(out nint memory, descriptor, _engine, data), "memory_create");
        _release.Push(() => Dnnl.DestroyMemory(memory));
        return new(memory, descriptor, data, bytes);
    }

    /// <summary>A tensor of f32 values in the order of the layout.</summary>
    internal DnnlMemory Create(nint descriptor, ReadOnlySpan<float> values)
    {
        DnnlMemory memory = Create(descriptor);
        values.CopyTo(memory.Values);
        return memory;
    }

    /// <summary>A tensor of bytes in the order of the layout.</summary>
    internal DnnlMemory Create(nint descriptor, ReadOnlySpan<byte> values)
    {
        DnnlMemory memory = Create(descriptor);
        values.CopyTo(memory.Numbers);
        return memory;
    }

    /// <summary>What makes an LSTM and its weights integers: what they are multiplied with, then rounded.</summary>
    internal nint Quantise(float data, float shift, float weights)
    {
        Dnnl.Check(Dnnl.CreateAttributes(out nint attributes), "primitive_attr_create");
        _release.Push(() => Dnnl.DestroyAttributes(attributes));
        Dnnl.Check(Dnnl.SetDataScale(attributes, data, shift), "primitive_attr_set_rnn_data_qparams");
        Dnnl.Check(Dnnl.SetWeightScales(attributes, 1, 0, &weights), "primitive_attr_set_rnn_weights_qparams");
        return attributes;
    }

    /// <summary>The same tensor in another layout.</summary>
    internal DnnlMemory Reorder(DnnlMemory source, nint descriptor, nint attributes = 0)
    {
        DnnlMemory result = Create(descriptor);
        Dnnl.Check(
            Dnnl.CreateReorderDescriptor(out nint reorder, source.Descriptor, _engine, descriptor, _engine, attributes), "reorder_primitive_desc_create");
        _release.Push(() => Dnnl.DestroyPrimitiveDescriptor(reorder));
        Execute(Primitive(reorder), [new(DnnlRole.From, source.Handle), new(DnnlRole.To, result.Handle)]);
        return result;
    }

    /// <summary>Memory for dnnl_rnn_desc_t, which an init function fills.</summary>
    internal nint Operation() => Allocate(Dnnl.RnnDescriptorBytes);

    /// <summary>The implementation that oneDNN chooses for an operation.</summary>
    internal nint Implement(nint operation, nint forwardHint = 0, nint attributes = 0)
    {
        Dnnl.Check(Dnnl.CreatePrimitiveDescriptor(out nint result, operation, attributes, _engine, forwardHint), "primitive_desc_create");
        _release.Push(() => Dnnl.DestroyPrimitiveDescriptor(result));
        return result;
    }

    internal nint Primitive(nint primitiveDescriptor)
    {
        Dnnl.Check(Dnnl.CreatePrimitive(out nint primitive, primitiveDescriptor), "primitive_create");
        _release.Push(() => Dnnl.DestroyPrimitive(primitive));
        return primitive;
    }

    internal void Execute(nint primitive, DnnlArgument[] arguments)
    {
        fixed (DnnlArgument* first = arguments)
        {
            Dnnl.Check(Dnnl.Execute(primitive, _stream, arguments.Length, first), "primitive_execute");
        }

        Dnnl.Check(Dnnl.WaitStream(_stream), "stream_wait");
    }

    public void Dispose()
    {
        while (_release.TryPop(out Action? release))
        {
            release();
        }
    }

    private nint Allocate(long bytes)
    {
        var memory = (nint)NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
        NativeMemory.Clear((void*)memory, (nuint)bytes);
        _release.Push(() => NativeMemory.AlignedFree((void*)memory));
        return memory;
    }
}
