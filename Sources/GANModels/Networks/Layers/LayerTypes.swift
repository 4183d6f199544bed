extension LayerDescription {
    /// Every type of layer that a description can hold: the one list of them.
    static let types: [any Layer.Type] = [
        LinearLayer.self, ConvolutionLayer.self, TransposedConvolutionLayer.self, BatchNormLayer.self,
        InstanceNormLayer.self, LeakyRectifierLayer.self, ExponentialLinearLayer.self, SigmoidLinearLayer.self,
        GaussianErrorLinearLayer.self, SoftplusLayer.self, HyperbolicTangentLayer.self, SigmoidLayer.self,
        SoftmaxLayer.self, UpsampleLayer.self, PixelShuffleLayer.self, AveragePoolLayer.self,
        AdaptiveAveragePoolLayer.self, FlattenLayer.self, UnflattenLayer.self, DropoutLayer.self, IdentityLayer.self,
        AdditionLayer.self, ConcatenationLayer.self, MinibatchDeviationLayer.self, MishLayer.self,
        HardTangentLayer.self, ScaledExponentialLinearLayer.self, ParametricRectifierLayer.self, GroupNormLayer.self,
        PixelNormLayer.self, ConditionalBatchNormLayer.self, ContinuousExponentialLayer.self, HardSigmoidLayer.self,
        LogSigmoidLayer.self,
        SoftsignLayer.self, GatedLinearLayer.self, LayerNormLayer.self, LocalResponseNormLayer.self, PaddingLayer.self,
        MaximumPoolLayer.self, PixelUnshuffleLayer.self, EmbeddingLayer.self, MultiplicationLayer.self, SliceLayer.self,
    ]
}
